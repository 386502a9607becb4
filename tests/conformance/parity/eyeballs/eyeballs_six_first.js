// node: 20
'use strict';
// The family that is found first is tried first.
const { finds, follow, net, trace } = require('../_trace');

const lookup = finds(['::1', 6], ['::ffff:127.0.0.2', 6], ['127.0.0.3', 4], ['127.0.0.4', 4]);
const client = follow(net.connect({ port: 1, host: 'h.test', lookup, autoSelectFamily: true }));
client.on('connectionAttempt', () => trace(client.autoSelectFamilyAttemptedAddresses));

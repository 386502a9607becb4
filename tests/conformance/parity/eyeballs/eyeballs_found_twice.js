// node: 20
'use strict';
// An address that is found twice is tried once.
const { finds, follow, net, trace } = require('../_trace');

const lookup = finds(['127.0.0.2', 4], ['::1', 6], ['127.0.0.2', 4], ['::1', 6], ['127.0.0.3', 4]);
const client = follow(new net.Socket());
client.connect({ port: 1, host: 'h.test', lookup, autoSelectFamily: true });
client.on('close', () => trace(client.autoSelectFamilyAttemptedAddresses));

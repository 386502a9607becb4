// node: 20
'use strict';
// An address that the system will not even try is reported, and the next one is tried.
const { finds, follow, net, trace } = require('../_trace');

const lookup = finds(['127.0.0.2', 6], ['127.0.0.3', 4]);
const client = follow(new net.Socket());
client.connect({ port: 1, host: 'h.test', lookup, autoSelectFamily: true });
client.on('error', (error) => trace(error.code, error.errors.map((each) => each.code)));
client.on('close', () => trace(client.autoSelectFamilyAttemptedAddresses));

// node: 20
'use strict';
// A signal that aborts while the first of two addresses is tried.
const { finds, follow, net, trace } = require('../_trace');

const controller = new AbortController();
const client = follow(new net.Socket({ signal: controller.signal }));
const lookup = finds(['127.0.0.2', 4], ['127.0.0.3', 4]);
client.on('connectionAttempt', () => controller.abort());
client.on('close', () => trace(client.autoSelectFamilyAttemptedAddresses));
setImmediate(() => client.connect({ port: 1, host: 'h.test', lookup, autoSelectFamily: true }));

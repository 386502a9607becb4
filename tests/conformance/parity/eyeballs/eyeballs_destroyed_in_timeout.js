// node: 20
'use strict';
// A socket destroyed by a listener of "connection_attempt_timeout": the next is not tried.
const { finds, follow, net, trace } = require('../_trace');

const server = net.createServer().listen(0);
const { prototype } = server._handle.constructor;
server.close();
// Nobody ever answers.
prototype.connect = () => 0;
const client = follow(new net.Socket());
client.on('connectionAttemptTimeout', () => client.destroy());
client.on('close', () => trace(client.autoSelectFamilyAttemptedAddresses));
const lookup = finds(['127.0.0.2', 4], ['127.0.0.3', 4]);
client.connect({ port: 1, host: 'h.test', lookup, autoSelectFamily: true, autoSelectFamilyAttemptTimeout: 15 });

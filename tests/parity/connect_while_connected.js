'use strict';
// connect() on a connected socket starts a second connection's events.
const { HOST, attempt, net, trace } = require('./_trace');

attempt('no listener', () => new net.Socket().connect({ port: 1, host: HOST, family: 7 }).destroy() !== null);
const client = new net.Socket();
client.connect({ port: 70, host: HOST });
trace(client.connecting, client.pending);
client.destroy();
trace(client.connecting, client.pending);

'use strict';
// What is no signal is refused by listen(), connect() and Socket.
const { HOST, attempt, net } = require('../_trace');

for (const signal of ['now', 5, {}, true]) {
  attempt('listen', () => net.createServer().listen({ port: 0, signal }));
}
for (const signal of ['now', 5, true]) {
  attempt('Socket', () => new net.Socket({ signal }));
  attempt('connect', () => net.connect({ port: 1, host: HOST, signal }));
}

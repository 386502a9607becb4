'use strict';
// A socket's server is its server from the first moment to after its close, a client's is none.
const { HOST, listen, net, trace } = require('../_trace');

const server = net.createServer((served) => {
  const state = (when) => trace(when, served.server === server, served.destroyed);
  state('connection');
  served.on('end', () => state('end'));
  served.on('close', () => {
    state('close');
    setImmediate(() => {
      state('later');
      served.server.close(() => trace('closed'));
    });
  });
  served.resume();
});
listen(server, (port) => {
  const client = net.connect(port, HOST, () => client.end());
  client.on('close', () => trace('client', client.server));
});

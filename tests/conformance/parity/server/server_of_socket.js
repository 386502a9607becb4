'use strict';
// A socket's server is its server from the first moment to after its close, a client's is none.
const { HOST, listen, net, trace } = require('../_trace');

const server = net.createServer((served) => {
  const told = (when) => trace(when, served.server === server, served.destroyed);
  told('connection');
  served.on('end', () => told('end'));
  served.on('close', () => {
    told('close');
    setImmediate(() => {
      told('later');
      served.server.close(() => trace('closed'));
    });
  });
  served.resume();
});
listen(server, (port) => {
  const client = net.connect(port, HOST, () => client.end());
  client.on('close', () => trace('client', client.server));
});

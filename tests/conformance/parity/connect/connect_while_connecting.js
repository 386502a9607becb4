// node: 20
'use strict';
// connect() on a socket that is connecting already.
const { HOST, follow, listen, net, trace } = require('../_trace');

const server = net.createServer((served) => served.resume());
listen(server, (port) => {
  const client = follow(net.connect({ port, host: HOST }));
  client.connect({ port, host: HOST });
  trace(client.connecting, client.destroyed);
  client.on('error', (error) => trace(error.code, error.syscall, error.address, error.port === port));
  client.on('close', () => server.close());
});

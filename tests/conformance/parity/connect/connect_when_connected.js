'use strict';
// connect() on a socket that is connected: what the system says to it.
const { HOST, follow, listen, net, trace } = require('../_trace');

const server = net.createServer((served) => served.resume());
listen(server, (port) => {
  const client = follow(net.connect({ port, host: HOST }));
  client.once('connect', () => {
    client.connect({ port, host: HOST });
    trace(client.connecting);
    client.once('connect', () => setImmediate(() => client.destroy()));
  });
  client.on('error', (error) => trace(error.code, error.syscall, error.address, error.port === port));
  client.on('close', () => server.close());
});

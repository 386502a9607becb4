'use strict';
// A local port that somebody listens on cannot be bound.
const { HOST, follow, listen, net, trace } = require('../_trace');

const server = net.createServer();
listen(server, (port) => {
  const client = follow(net.connect({ port, host: HOST, localAddress: HOST, localPort: port }));
  client.on('error', (error) => {
    trace(error.code, error.syscall, error.address, error.port === port);
    server.close();
  });
});

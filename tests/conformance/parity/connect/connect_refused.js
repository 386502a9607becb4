'use strict';
// A refused connection is one "error" with all its fields, then "close" with True.
const { HOST, listen, net, trace, watch } = require('../_trace');

const server = net.createServer();
listen(server, (port) => {
  server.close(() => {
    const client = net.connect(port, HOST, () => trace('callback'));
    watch(client, 'client', 'connect ready end finish close');
    client.on('error', (error) => {
      trace(error, error.code, error.syscall, error.address, error.port === port);
      trace(client.destroyed, client.connecting, client.pending, client.readyState);
    });
  });
});

'use strict';
// unref() before connecting holds for the connection.
const { HOST, listen, net, trace } = require('../_trace');

const server = net.createServer((served) => served.unref());
listen(server, (port) => {
  const client = new net.Socket();
  client.unref();
  client.connect(port, HOST, () => {
    trace('connect');
    server.unref();
  });
});

'use strict';
// An exception out of "connect": there is no "ready", the data still comes.
const { HOST, listen, net, watch } = require('./_trace');

const server = net.createServer((served) => {
  served.end('hello');
  server.close();
});
listen(server, (port) => {
  const client = net.connect(port, HOST, () => {
    throw new Error('out of connect');
  });
  watch(client, 'client');
});

'use strict';
// end() inside "connect" still lets "ready" through.
const { HOST, listen, net, watch } = require('../_trace');

const server = net.createServer((served) => {
  served.resume();
  server.close();
});
listen(server, (port) => {
  const client = net.connect(port, HOST, () => client.end());
  watch(client, 'client', 'connect ready end finish close');
  client.resume();
});

'use strict';
// destroy() inside "connect" holds back "ready".
const { HOST, listen, net, watch } = require('../_trace');

const server = net.createServer((served) => {
  served.resume();
  server.close();
});
listen(server, (port) => {
  const client = net.connect(port, HOST, () => client.destroy());
  watch(client, 'client', 'connect ready end finish error close');
});

'use strict';
// A literal address is not looked up: there is no "lookup" event.
const { HOST, listen, net, watch } = require('../_trace');

const server = net.createServer((served) => {
  served.end();
  server.close();
});
listen(server, (port) => {
  const client = net.connect({ port, host: HOST });
  watch(client, 'client', 'lookup connect');
  client.resume();
});

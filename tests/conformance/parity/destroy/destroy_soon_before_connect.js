'use strict';
// destroy_soon() while connecting sends what was written, then closes.
const { HOST, listen, net, watch } = require('../_trace');

const server = net.createServer((served) => {
  watch(served, 'served', 'data end close');
  server.close();
});
listen(server, (port) => {
  const client = net.connect(port, HOST);
  watch(client, 'client', 'connect ready finish close');
  client.write('hello');
  client.destroySoon();
});

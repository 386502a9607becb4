'use strict';
// reset_and_destroy() while connecting resets once connected.
const { HOST, listen, net, trace, watch } = require('../_trace');

const server = net.createServer((served) => {
  watch(served, 'served', 'end error close');
  served.resume();
  server.close();
});
listen(server, (port) => {
  const client = net.connect(port, HOST);
  watch(client, 'client', 'connect ready end error close');
  client.resetAndDestroy();
  trace(client.destroyed, client.connecting);
});

'use strict';
// A connection comes up: the callback, "connect", "ready", then its end on both sides.
const { HOST, listen, net, trace, watch } = require('../_trace');

const server = net.createServer((served) => {
  watch(served, 'served');
  server.close();
  served.end('bye');
});
watch(server, 'server', 'listening close');
listen(server, (port) => {
  const client = net.connect(port, HOST, () => trace('callback'));
  watch(client, 'client', 'lookup connect ready data end finish close');
});

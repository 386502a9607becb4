'use strict';
// end(data) while connecting sends the data, then the end, once connected.
const { HOST, listen, net, trace, watch } = require('../_trace');

const server = net.createServer((served) => {
  watch(served, 'served', 'data end close');
  server.close();
});
listen(server, (port) => {
  const client = net.connect(port, HOST);
  watch(client, 'client', 'connect ready end finish error close');
  client.resume();
  client.end('early', () => trace('callback'));
  trace(client.connecting, client.readyState, client.writable);
});

'use strict';
// destroy() while connecting: no "connect", no error, one "close".
const { HOST, listen, net, trace, watch } = require('../_trace');

const server = net.createServer((served) => {
  watch(served, 'served', 'end close');
  served.on('error', () => {});
  served.resume();
  server.close();
});
listen(server, (port) => {
  const client = net.connect(port, HOST, () => trace('callback'));
  watch(client, 'client', 'connect ready end finish error close');
  client.write('lost', (error) => trace('write', error));
  client.destroy();
  trace(client.connecting, client.destroyed, client.readyState);
  server.close();
});

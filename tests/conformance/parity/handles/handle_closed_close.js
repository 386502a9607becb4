'use strict';
// The end of a socket whose handle somebody has closed.
const { HOST, listen, net, trace, watch } = require('../_trace');

const server = net.createServer((served) => served.on('error', () => {}).resume());
listen(server, (port) => {
  const client = net.connect(port, HOST);
  watch(client, 'client', 'end finish error close');
  client.on('connect', () => {
    client._handle.close();
    client.write('foo');
    setTimeout(() => {
      trace(client.destroyed);
      server.close();
    }, 20);
  });
});

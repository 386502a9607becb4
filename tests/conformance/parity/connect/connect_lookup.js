'use strict';
// A name is looked up first: "lookup" carries error, address, family and the name.
const { listen, net, trace, watch } = require('../_trace');

const server = net.createServer((served) => {
  served.destroy();
  server.close();
});
listen(server, (port) => {
  const client = net.connect({ port, host: 'localhost', family: 4 });
  watch(client, 'client', 'lookup connect ready end close');
  trace(client.connecting);
  client.resume();
});

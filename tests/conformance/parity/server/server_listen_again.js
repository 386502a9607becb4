'use strict';
// A closed server listens again.
const { HOST, listen, net, watch } = require('../_trace');

let left = 2;
const server = net.createServer((served) => served.end(`${left}`));
const once = () => listen(server, (port) => {
  const client = net.connect(port, HOST);
  watch(client, 'client', 'data close');
  client.on('close', () => server.close());
});
watch(server, 'server', 'listening close');
server.on('close', () => {
  if (--left > 0) once();
});
once();

'use strict';
// Several connections in one poll; the first closes the server.
const { HOST, listen, net, trace, turns } = require('../_trace');

let count = 0;
const clients = [];
const server = net.createServer((served) => {
  trace('connection', ++count);
  served.resume();
  if (count === 1) server.close(() => trace('closed'));
});
listen(server, (port) => {
  for (let i = 0; i < 3; i += 1) {
    const client = net.connect(port, HOST);
    client.on('error', () => {});
    client.on('connect', () => turns(4, () => client.destroy()));
    clients.push(client);
  }
});

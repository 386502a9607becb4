'use strict';
// What a socket says of itself while it connects, with something written and corked.
const { HOST, listen, net } = require('../_trace');
const { ADDRESSES, BOTH, READABLE, SOCKET, WRITABLE, values } = require('../_values');

const all = [SOCKET, ADDRESSES, READABLE, WRITABLE, BOTH];
const server = net.createServer((served) => {
  server.close();
  served.on('end', () => served.end('bye')).resume();
});
listen(server, (port) => {
  const client = net.connect({ port, host: HOST, allowHalfOpen: true });
  values('connecting', client, ...all);
  client.write('hello');
  values('written', client, SOCKET, WRITABLE);
  client.cork();
  client.write('more');
  values('corked', client, SOCKET, WRITABLE);
  client.uncork();
  values('uncorked', client, SOCKET, WRITABLE);
  client.on('connect', () => values('connect', client, ADDRESSES, READABLE));
  client.on('ready', () => client.end());
  client.on('data', () => values('data', client, READABLE));
  client.on('end', () => values('end', client, ...all));
  client.on('close', () => values('close', client, ...all));
});

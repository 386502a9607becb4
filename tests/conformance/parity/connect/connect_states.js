'use strict';
// What a socket says of itself at each step of its life.
const { HOST, listen, net, trace } = require('../_trace');

const show = (step, s) =>
  trace(step, s.connecting, s.pending, s.readyState, s.destroyed, s.readable, s.writable);
const server = net.createServer((served) => {
  show('served', served);
  server.close();
  served.end();
});
listen(server, (port) => {
  const client = new net.Socket();
  show('new', client);
  client.on('connect', () => show('connect', client));
  client.on('ready', () => show('ready', client));
  client.on('end', () => show('end', client));
  client.on('finish', () => show('finish', client));
  client.on('close', () => show('close', client));
  client.resume();
  client.connect(port, HOST);
  show('connecting', client);
});

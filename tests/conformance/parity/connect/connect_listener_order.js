'use strict';
// The connect callback stands in line with the other listeners of "connect".
const { HOST, listen, net, trace } = require('../_trace');

const server = net.createServer((served) => {
  served.end();
  server.close();
});
listen(server, (port) => {
  const client = new net.Socket();
  client.on('connect', () => trace('before'));
  client.on('ready', () => trace('ready'));
  client.connect(port, HOST, () => {
    trace('callback', client.listenerCount('connect'));
    process.nextTick(() => trace('tick'));
  });
  client.on('connect', () => trace('after'));
  client.resume();
});

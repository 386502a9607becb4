'use strict';
// A socket that both ends have ended is written to and ended again after another connect().
const { HOST, listen, net, trace, watch } = require('../_trace');

let left = 2;
const server = net.createServer((served) => {
  served.on('data', (chunk) => served.end(chunk));
  if (--left === 0) server.close();
});
listen(server, (port) => {
  const client = net.connect(port, HOST);
  watch(client, 'client', 'data end finish close');
  client.end('first');
  client.once('close', () => {
    trace(client.writableEnded, client.writableFinished, client.readableEnded, client.bytesWritten);
    client.connect(port, HOST);
    trace(client.writable, client.writableEnded, client.readableEnded, client.bytesWritten);
    client.end('second', () => trace('ended'));
  });
});

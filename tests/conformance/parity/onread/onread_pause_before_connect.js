'use strict';
// pause() before the connection is there: nothing is read until resume().
const { HOST, listen, net, trace, turns, watch } = require('../_trace');

const onread = {
  buffer: Buffer.alloc(16),
  callback: (count, filled) => trace('read', filled.subarray(0, count)),
};
const server = net.createServer((served) => {
  served.end('hello');
  server.close();
});
listen(server, (port) => {
  const client = net.connect({ port, host: HOST, onread });
  client.pause();
  watch(client, 'client', 'connect pause resume data end close');
  client.on('connect', () => turns(5, () => {
    trace('resume', client.isPaused());
    client.resume();
  }));
});

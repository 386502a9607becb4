'use strict';
// A function gives the buffer: once at first, then after each callback.
const { HOST, listen, net, trace, watch } = require('../_trace');

const buffers = [];
const onread = {
  buffer: () => {
    trace('give', buffers.length);
    buffers.push(Buffer.alloc(buffers.length + 1));
    return buffers.at(-1);
  },
  callback: (count, filled) => trace('read', filled.subarray(0, count), buffers.indexOf(filled)),
};
const server = net.createServer((served) => {
  served.end('a bb ccc dddd');
  server.close();
});
listen(server, (port) => {
  const client = net.connect({ port, host: HOST, onread });
  trace('connecting', buffers.length);
  watch(client, 'client');
});

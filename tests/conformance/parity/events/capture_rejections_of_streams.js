'use strict';
// A stream, and an accepted socket, is destroyed with what a captured listener fails with.
const { EventEmitter: events, listen, net, trace } = require('../_trace');
const { Readable, Writable } = require('node:stream');

const closed = (stream) => new Promise((resolve) => stream.on('close', resolve));
const watch = (name, stream) => {
  stream.on('error', (error) => trace(name, 'error', error, stream.destroyed));
  return closed(stream);
};

async function main() {
  const readable = new Readable({ captureRejections: true, read() {} });
  const first = watch('readable', readable);
  readable.on('data', async () => {
    throw new Error('of data');
  });
  readable.push('x');
  await first;

  const writable = new Writable({ captureRejections: true, write(chunk, encoding, done) { done(); } });
  const second = watch('writable', writable);
  writable.on('finish', async () => {
    throw new Error('of finish');
  });
  writable.on('mine', async () => {
    throw new Error('of mine');
  });
  writable.emit('mine');
  await second;

  events.captureRejections = true;
  const server = net.createServer(async (socket) => {
    watch('accepted', socket);
    throw new Error('of connection');
  });
  server.on('error', (error) => trace('server error', error, server.listening));
  server.on('mine', async () => {
    throw new Error('of the server');
  });
  events.captureRejections = false;
  listen(server, async (port) => {
    server.emit('mine');
    const client = net.connect(port, '127.0.0.1');
    client.resume();
    await closed(client);
    server.close(() => trace('server closed'));
  });
}

main();

'use strict';
// With onread a socket reads without being asked, and ends by itself.
const { pair, trace } = require('../_trace');

let client;
const state = () => trace(client.readableFlowing, client.isPaused(), client.readableLength, client.readyState);
const callback = (count) => {
  trace('read', count);
  state();
};
pair((ours, served) => {
  client = ours;
  state();
  client.on('end', () => {
    trace('end', client.readableDidRead);
    state();
  });
  client.on('close', () => trace('close', client.bytesRead, client.readableDidRead));
  served.end('hello');
}, { client: { onread: { buffer: Buffer.alloc(64), callback } } });

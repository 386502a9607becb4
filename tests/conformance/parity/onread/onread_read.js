'use strict';
// read() gives nothing and lets a stopped socket read again.
const { pair, trace, turns } = require('../_trace');

let client;
const callback = (count, filled) => {
  trace('read', filled.subarray(0, count));
  client.pause();
  turns(4, () => trace('read()', client.read(), client.isPaused()));
};
pair((ours, served) => {
  client = ours;
  client.on('end', () => trace('end'));
  client.on('close', () => trace('close'));
  served.end('one two');
}, { client: { onread: { buffer: Buffer.alloc(3), callback } } });

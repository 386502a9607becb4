'use strict';
// A "readable" listener hears of the end alone, and lets a stopped socket read.
const { pair, trace, turns } = require('../_trace');

let client;
const callback = (count, filled) => {
  trace('read', filled.subarray(0, count));
  return count === 3;
};
pair((ours, served) => {
  client = ours;
  client.on('end', () => trace('end'));
  client.on('close', () => trace('close'));
  client.on('readable', () => trace('readable', client.read(), client.readableLength));
  served.end('one');
}, { client: { onread: { buffer: Buffer.alloc(3), callback } } });

'use strict';
// Ticks of a callback come before the next callback; immediates after the reads.
const { pair, trace } = require('../_trace');

const callback = (count, filled) => {
  trace('read', filled.subarray(0, count));
  process.nextTick(() => trace('tick'));
  setImmediate(() => trace('immediate'));
};
pair((client, served) => {
  client.on('close', () => trace('close'));
  served.end('12345');
}, { client: { onread: { buffer: Buffer.alloc(2), callback } } });

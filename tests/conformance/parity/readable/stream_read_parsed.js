'use strict';
// The size of read() is read as a number where it is none.
const { Readable } = require('node:stream');
const { attempt, trace } = require('../_trace');

for (const size of ['1', '1.0', 1.0, 1.9, ' 2px', '-1', 'all', '', true, NaN, Infinity, null, 0.5, -2, '0x10', []]) {
  const source = new Readable({ highWaterMark: 0, read() {} });
  trace(source.read(size), source.readableHighWaterMark);
  source.push('abcdef');
  trace(source.read(size), source.readableLength);
}
for (const size of [2 ** 30 + 1, String(2 ** 30 + 1), 1e21]) attempt('size', () => new Readable({ read() {} }).read(size));

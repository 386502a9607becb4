'use strict';
// read(0), read() with too little, and read() at the end.
const { Readable } = require('node:stream');
const { trace } = require('../_trace');

const source = new Readable({ read(size) { trace('asked', size); }, highWaterMark: 6 });
source.on('readable', () => trace('readable', source.readableLength));
source.on('end', () => trace('end'));
source.push('abc');
trace(source.read(0), source.readableLength);
trace(source.read(5), source.readableLength);
trace(source.read(2), source.readableLength);
setImmediate(() => {
  trace(source.read(10));
  source.push('de');
  trace(source.read(3), source.read(1), source.readableLength);
  source.push(null);
  setImmediate(() => {
    trace(source.read(), source.readableEnded);
    setImmediate(() => trace(source.read(), source.readableEnded));
  });
});

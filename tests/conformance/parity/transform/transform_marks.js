'use strict';
// A Transform's two sides have marks of their own, also of nothing.
const { PassThrough, Transform } = require('node:stream');
const { trace } = require('../_trace');

const marks = (name, options) => {
  const t = new PassThrough(options);
  trace(name, t.readableHighWaterMark, t.writableHighWaterMark);
};
marks('both', { highWaterMark: 5 });
marks('own', { readableHighWaterMark: 6, writableHighWaterMark: 7 });
marks('read', { readableHighWaterMark: 8 });
marks('zero', { readableHighWaterMark: 0 });
marks('zero and more', { readableHighWaterMark: 0, writableHighWaterMark: 9 });
marks('all zero', { highWaterMark: 0 });
const zero = new PassThrough({ readableHighWaterMark: 0 });
zero.on('data', (chunk) => trace('data', chunk));
zero.on('end', () => trace('end'));
zero.write('a');
zero.write('b');
zero.end('c');

'use strict';
// A pipeline takes its listeners off a last stream that can be used on.
const { PassThrough, pipeline } = require('node:stream');
const { trace } = require('../_trace');

const a = new PassThrough();
const b = new PassThrough();
const before = b.listenerCount('error');
pipeline(a, b, (error) => {
  trace('done', error, b.destroyed);
  setImmediate(() => trace(b.listenerCount('error') - before));
});
trace(b.listenerCount('error') > before);
a.end('x');

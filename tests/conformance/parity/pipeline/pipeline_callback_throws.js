'use strict';
// An exception of a pipeline's callback does not come back into it.
const { PassThrough, pipeline } = require('node:stream');
const { trace } = require('../_trace');

const a = new PassThrough();
const b = new PassThrough();
b.resume();
pipeline(a, b, (error) => {
  trace('done', error);
  throw new Error('in callback');
});
a.end('x');

'use strict';
// finished() leaves its listeners on the stream until its function takes them off.
const { PassThrough, finished } = require('node:stream');
const { trace } = require('../_trace');

const s = new PassThrough();
const count = () => s.listenerCount('finish') + s.listenerCount('error') + s.listenerCount('end');
const before = count();
const cleanup = finished(s, (error) => {
  trace('finished', error, count() - before);
  cleanup();
  trace('clean', count() - before);
});
s.resume();
s.end();

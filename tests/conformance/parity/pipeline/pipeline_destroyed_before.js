'use strict';
// A stream that was destroyed before fails its pipeline.
const { PassThrough, pipeline } = require('node:stream');
const { trace } = require('../_trace');

const dead = () => {
  const stream = new PassThrough();
  stream.destroy();
  return stream;
};
const live = () => new PassThrough();
const tell = (name, a, b) => {
  pipeline(a, b, (error) => trace(name, error, a.destroyed, b.destroyed));
};
tell('source', dead(), live());
tell('target', live(), dead());
setImmediate(() => {
  const a = dead();
  const b = dead();
  setImmediate(() => {
    tell('closed source', a, live());
    tell('closed target', live(), b);
  });
});

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
const outcome_of = (name, a, b) => {
  pipeline(a, b, (error) => trace(name, error, a.destroyed, b.destroyed));
};
outcome_of('source', dead(), live());
outcome_of('target', live(), dead());
setImmediate(() => {
  const a = dead();
  const b = dead();
  setImmediate(() => {
    outcome_of('closed source', a, live());
    outcome_of('closed target', live(), b);
  });
});

'use strict';
// A slow stream at the end of a pipeline holds the source back.
const { Writable, pipeline } = require('node:stream');
const { trace, turns } = require('../_trace');

const held = [];
let taken = 0;
const w = new Writable({
  objectMode: true,
  highWaterMark: 2,
  write(chunk, encoding, callback) { held.push(callback); },
});
pipeline(function* () {
  while (taken < 20) yield String(taken++);
}, w, (error) => trace('done', error, taken));
turns(3, () => {
  trace('taken', taken < 8);
  const next = () => {
    if (held.length) held.shift()();
    if (!w.destroyed) setImmediate(next);
  };
  next();
});

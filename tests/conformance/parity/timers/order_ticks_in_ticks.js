'use strict';
// A tick asked for in a tick comes before anything else.
const { trace } = require('../_trace');

let left = 3;
const tick = () => {
  trace('tick', left);
  if (--left > 0) process.nextTick(tick);
};
setImmediate(() => {
  trace('immediate');
  left = 2;
  process.nextTick(tick);
});
setImmediate(() => trace('immediate two'));
process.nextTick(tick);
process.nextTick(() => trace('other tick'));

'use strict';
// Timers that became due while the loop was busy come by their times, then what they asked for.
const { trace } = require('./_trace');

setTimeout(() => {
  trace('10');
  setTimeout(() => trace('new'), 20);
  setImmediate(() => trace('immediate'));
  process.nextTick(() => trace('tick'));
}, 10);
setTimeout(() => trace('5'), 5);
setTimeout(() => trace('15'), 15);
const until = Date.now() + 40;
while (Date.now() < until);

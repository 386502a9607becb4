'use strict';
// Timers that became due while the loop was busy come by their times, then what they asked for.
const { trace } = require('../_trace');

setTimeout(() => {
  trace('60');
  setTimeout(() => trace('new'), 30);
  setImmediate(() => trace('immediate'));
  process.nextTick(() => trace('tick'));
}, 60);
setTimeout(() => trace('5'), 5);
setTimeout(() => trace('120'), 120);
const until = Date.now() + 180;
while (Date.now() < until);

'use strict';
// Timers by time, then by the order they were made in; ticks between them.
const { trace } = require('../_trace');

setTimeout(() => trace('100'), 100);
setTimeout(() => {
  trace('1 first');
  process.nextTick(() => trace('tick'));
}, 1);
setTimeout((...args) => trace('1 second', args), 1, 'x', 2);
const cleared = setTimeout(() => trace('cleared'), 1000);
setTimeout(() => clearTimeout(cleared), 1);

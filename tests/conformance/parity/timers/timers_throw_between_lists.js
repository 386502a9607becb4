'use strict';
// Exceptions out of timers: the rest of the list goes on, ticks wait for a callback.
const { trace } = require('../_trace');

function busy(milliseconds) {
  const end = Date.now() + milliseconds;
  while (Date.now() < end);
}

function thrower(name) {
  return () => {
    trace(name);
    process.nextTick(() => trace('tick of', name));
    setImmediate(() => trace('immediate of', name));
    throw new Error(name);
  };
}

setTimeout(thrower('a'), 5);
setTimeout(() => trace('b'), 5);
setTimeout(thrower('c'), 5);
setTimeout(() => trace('d'), 6);
setTimeout(thrower('e'), 7).unref();
setTimeout(() => trace('f'), 8).unref();
const interval = setInterval(() => {
  trace('beat');
  if (beats-- > 0) throw new Error('of a beat');
  clearInterval(interval);
}, 9);
let beats = 2;
busy(20);

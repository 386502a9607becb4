'use strict';
// When a turn comes late all due timers of one delay come before those of another.
const { trace } = require('../_trace');

function busy(milliseconds) {
  const end = Date.now() + milliseconds;
  while (Date.now() < end);
}

setTimeout(() => trace('1, first'), 1);
setTimeout(() => trace('30'), 30);
setTimeout(() => trace('15, first'), 15);
busy(60);
setTimeout(() => {
  trace('1, second');
  clearTimeout(cleared);
  setTimeout(() => trace('1, made in the phase'), 1);
  process.nextTick(() => trace('tick'));
}, 1);
setTimeout(() => {
  trace('15, second');
  far.refresh();
}, 15);
const cleared = setTimeout(() => trace('15, cleared'), 15);
const far = setTimeout(() => trace('15, refreshed'), 15);
busy(60);

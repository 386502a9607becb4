'use strict';
// A tick between two timers of one delay: the second comes at once if it is refreshed.
const { trace } = require('../_trace');

function busy(milliseconds) {
  const end = Date.now() + milliseconds;
  while (Date.now() < end);
}

function late(change, delay, done) {
  setTimeout(() => {
    trace('first');
    process.nextTick(() => {
      trace('tick');
      change(second);
    });
  }, 5);
  const second = setTimeout(() => trace('second'), delay);
  setTimeout(() => trace('third'), delay);
  setTimeout(done, 100);
  busy(20);
}

late((second) => second.refresh(), 5, () => {
  trace('cleared');
  late((second) => clearTimeout(second), 5, () => {
    trace('refreshed, of another list');
    late((second) => second.refresh(), 6, () => trace('done'));
  });
});

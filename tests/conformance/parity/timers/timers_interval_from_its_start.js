'use strict';
// An interval counts from when its callback began, also if that refreshes it.
const { trace } = require('../_trace');

function busy(milliseconds) {
  const end = Date.now() + milliseconds;
  while (Date.now() < end);
}

function series(refresh, done) {
  let beats = 0;
  const interval = setInterval(() => {
    trace('beat', ++beats);
    if (beats === 3) {
      clearInterval(interval);
      setTimeout(done, 100);
      return;
    }
    busy(60);
    if (refresh) interval.refresh();
    setTimeout(() => trace('70 after beat', beats), 70);
  }, 100);
}

series(false, () => series(true, () => trace('done')));

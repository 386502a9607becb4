'use strict';
// A timer made in a timer waits for the next turn, however long that one takes.
const { trace } = require('../_trace');

setTimeout(() => {
  setImmediate(() => trace('immediate'));
  setTimeout(() => trace('made in a timer'), 10);
  setTimeout(() => trace('another'), 1);
  const until = Date.now() + 20;
  while (Date.now() < until);
  trace('timer');
}, 10);

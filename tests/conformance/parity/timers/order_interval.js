'use strict';
// An interval repeats until it is cleared in its own callback.
const { trace } = require('../_trace');

let left = 3;
const interval = setInterval((name) => {
  trace(name, left);
  if (--left === 0) clearInterval(interval);
}, 2, 'beat');

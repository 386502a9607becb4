'use strict';
// An exception out of a timer: those due at the same time still come.
const { trace } = require('../_trace');

setTimeout(() => {
  throw new Error('out of a timer');
}, 2);
setTimeout(() => trace('second'), 2);
const until = Date.now() + 10;
while (Date.now() < until);

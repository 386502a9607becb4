'use strict';
// An exception out of a tick: the other ticks still come, before anything else.
const { trace } = require('../_trace');

process.nextTick(() => {
  trace('one');
  throw new Error('out of a tick');
});
process.nextTick(() => trace('two'));
setImmediate(() => {
  trace('immediate');
  throw new Error('out of an immediate');
});
setImmediate(() => trace('second immediate'));

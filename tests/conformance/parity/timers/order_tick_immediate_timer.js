'use strict';
// From the main program: ticks, then timers and immediates.
const { trace } = require('../_trace');

setImmediate(() => trace('immediate'));
process.nextTick(() => trace('tick one'));
process.nextTick((...args) => trace('tick two', args), 1, 'two');
trace('main');

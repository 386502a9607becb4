'use strict';
// Delays that are none: nothing, negative, fractions; all are 1 ms or cut.
const { trace } = require('../_trace');

for (const delay of [undefined, -5, 0, 1.9]) setTimeout(() => trace('timer', delay), delay);
setTimeout(() => trace('30'), 30.7);

'use strict';
// A transform may answer later, in order.
const { Transform } = require('node:stream');
const { trace, watch } = require('../_trace');

const t = new Transform({
  transform(chunk, encoding, callback) {
    trace('transform', chunk);
    setImmediate(callback, null, chunk);
  },
});
watch(t, 't', 'data finish end close');
t.write('one', () => trace('written one'));
t.write('two', () => trace('written two'));
t.end();

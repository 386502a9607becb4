'use strict';
// An exception of the transform function comes out of write().
const { Transform } = require('node:stream');
const { trace, watch } = require('../_trace');

const t = new Transform({ transform() { throw new Error('thrown'); } });
watch(t, 't', 'data error end close');
try {
  t.write('a');
} catch (error) {
  trace('caught', error);
}
trace(t.destroyed);

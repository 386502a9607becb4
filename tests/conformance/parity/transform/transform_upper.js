'use strict';
// A transform changes each chunk, and adds one at the end.
const { Transform } = require('node:stream');
const { trace, watch } = require('../_trace');

const t = new Transform({
  transform(chunk, encoding, callback) {
    trace('transform', chunk, encoding);
    callback(null, chunk.toString().toUpperCase());
  },
  flush(callback) {
    trace('flush');
    callback(null, 'END');
  },
});
watch(t, 't', 'data prefinish finish end close');
trace(t.write('one'));
t.end('two');

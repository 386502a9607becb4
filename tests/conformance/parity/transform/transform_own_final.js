'use strict';
// A transform with a final of its own still ends its output.
const { Transform } = require('node:stream');
const { trace, watch } = require('../_trace');

const t = new Transform({
  transform(chunk, encoding, callback) {
    callback(null, chunk);
  },
  final(callback) {
    trace('final');
    callback();
  },
  flush(callback) {
    trace('flush');
    callback(null, 'rest');
  },
});
watch(t, 't', 'data prefinish finish end close');
t.end('one');

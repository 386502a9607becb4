'use strict';
// A flush function may push and call back later; only then does the stream end.
const { Transform } = require('node:stream');
const { trace, watch } = require('../_trace');

const t = new Transform({
  transform(chunk, encoding, callback) { callback(null, chunk); },
  flush(callback) {
    trace('flush');
    setImmediate(() => {
      this.push('x');
      callback(null, 'y');
    });
  },
});
watch(t, 't', 'prefinish data finish end close');
t.end('a', () => trace('ended'));

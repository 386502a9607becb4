'use strict';
// A destroyed transform neither flushes nor ends.
const { Transform } = require('node:stream');
const { trace, watch } = require('../_trace');

const t = new Transform({
  transform(chunk, encoding, callback) {
    callback(null, chunk);
  },
  flush(callback) {
    trace('flush');
    callback();
  },
});
watch(t, 't', 'data prefinish finish end error close');
t.write('one');
t.destroy();
t.write('two', (error) => trace('two', error));
t.end();

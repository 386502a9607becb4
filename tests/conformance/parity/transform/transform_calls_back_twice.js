'use strict';
// A transform function that calls back twice is an error of the stream.
const { Transform } = require('node:stream');
const { watch } = require('../_trace');

const t = new Transform({
  transform(chunk, encoding, callback) {
    setImmediate(() => {
      callback(null, chunk);
      callback(null, chunk);
    });
  },
});
watch(t, 't', 'data error end close');
t.write('a');

'use strict';
// An error of the flush destroys the transform before its end.
const { Transform } = require('node:stream');
const { watch } = require('../_trace');

const t = new Transform({
  transform(chunk, encoding, callback) {
    callback(null, chunk);
  },
  flush(callback) {
    callback(new Error('no flush'));
  },
});
watch(t, 't', 'data prefinish finish end error close');
t.end('one');

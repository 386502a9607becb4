'use strict';
// A transform of objects on both sides.
const { Transform } = require('node:stream');
const { trace, watch } = require('../_trace');

const t = new Transform({
  objectMode: true,
  transform(value, encoding, callback) {
    callback(null, value * 2);
  },
});
watch(t, 't', 'data finish end close');
trace(t.write(1), t.write(21), t.readableObjectMode, t.writableObjectMode);
t.end();

'use strict';
// Text reaches a transform function as text where it is not to be decoded.
const { Transform } = require('node:stream');
const { trace, watch } = require('../_trace');

const t = new Transform({
  decodeStrings: false,
  transform(chunk, encoding, callback) {
    trace('transform', typeof chunk === 'string', encoding);
    callback(null, chunk + '!');
  },
});
t.setEncoding('utf8');
watch(t, 't', 'data end');
t.write('a', 'latin1');
t.end('b');

'use strict';
// A transform pushes as often as it likes.
const { Transform } = require('node:stream');
const { watch } = require('../_trace');

const t = new Transform({
  transform(chunk, encoding, callback) {
    for (const letter of chunk.toString()) this.push(letter);
    callback();
  },
});
t.setEncoding('utf8');
watch(t, 't', 'data end close');
t.end('abc');

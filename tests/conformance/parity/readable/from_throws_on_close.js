'use strict';
// What a generator raises while it is closed is the error of the stream.
const { Readable } = require('node:stream');
const { trace, watch } = require('../_trace');

function* source() {
  try {
    yield 'one';
    yield 'two';
  } finally {
    throw new Error('in finally');
  }
}

const r = Readable.from(source());
watch(r, 'r', 'error close');
r.on('data', (chunk) => {
  trace('data', chunk);
  r.destroy();
});

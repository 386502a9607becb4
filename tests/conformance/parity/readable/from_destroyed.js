'use strict';
// A destroyed Readable.from() closes its generator.
const { Readable } = require('node:stream');
const { trace, watch } = require('../_trace');

function* source() {
  try {
    yield 'one';
    yield 'two';
  } finally {
    trace('source closed');
  }
}
const r = Readable.from(source());
watch(r, 'r', 'end close');
r.on('data', (chunk) => {
  trace(chunk);
  r.destroy();
});

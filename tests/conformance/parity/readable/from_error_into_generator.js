'use strict';
// The error of destroy() is raised in the generator a stream reads from, which may change it.
const { Readable } = require('node:stream');
const { trace, watch } = require('../_trace');

function* source() {
  try {
    yield 'one';
  } catch (error) {
    trace('caught', error);
    throw new Error('worse');
  } finally {
    trace('finally');
  }
}

const r = Readable.from(source());
watch(r, 'r', 'error close');
r.once('readable', () => {
  r.destroy(new Error('bad'));
  trace('destroyed');
});

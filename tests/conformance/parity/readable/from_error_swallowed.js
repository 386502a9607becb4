'use strict';
// A generator that swallows the error of destroy() does not hide it.
const { Readable } = require('node:stream');
const { trace, watch } = require('../_trace');

function* source() {
  try {
    yield 'one';
  } catch (error) {
    trace('caught', error);
  }
}

const r = Readable.from(source());
watch(r, 'r', 'error close');
r.once('readable', () => r.destroy(new Error('bad')));

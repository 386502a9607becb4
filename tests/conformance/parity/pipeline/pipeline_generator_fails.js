'use strict';
// An exception in the source's generator ends the pipeline.
const { Writable, pipeline } = require('node:stream');
const { trace, watch } = require('../_trace');

const w = new Writable({ write(chunk, encoding, callback) { trace('write', chunk); callback(); } });

watch(w, 'w', 'error close');
pipeline(function* () {
  yield 'one';
  throw new Error('bad');
}, w, (error) => trace('done', error, w.destroyed));

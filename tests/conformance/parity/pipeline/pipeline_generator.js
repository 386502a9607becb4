'use strict';
// A generator function is the source of a pipeline.
const { Writable, pipeline } = require('node:stream');
const { trace } = require('../_trace');

const w = new Writable({ write(chunk, encoding, callback) { trace('write', chunk); callback(); } });

pipeline(function* () {
  yield 'one';
  yield 'two';
}, w, (error) => trace('done', error));

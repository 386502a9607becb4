'use strict';
// A function at the start of a pipeline may give a stream.
const { PassThrough, Writable, pipeline } = require('node:stream');
const { trace } = require('../_trace');

const r = new PassThrough();
const w = new Writable({ write(chunk, encoding, callback) { trace('write', chunk); callback(); } });
pipeline(() => r, w, (error) => trace('done', error, r.destroyed, w.destroyed));
r.end('a');

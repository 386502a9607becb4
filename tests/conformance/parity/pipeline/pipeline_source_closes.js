'use strict';
// A source destroyed before its end is a premature close.
const { PassThrough, Writable, pipeline } = require('node:stream');
const { trace } = require('../_trace');

const a = new PassThrough();
const w = new Writable({ write(chunk, encoding, callback) { trace('write', chunk); callback(); } });

pipeline(a, w, (error) => trace('done', error, w.destroyed));
a.write('one');
setImmediate(() => a.destroy());

'use strict';
// An error of the source destroys the others.
const { PassThrough, Writable, pipeline } = require('node:stream');
const { trace, watch } = require('../_trace');

const a = new PassThrough();
const b = new PassThrough();
const w = new Writable({ write(chunk, encoding, callback) { trace('write', chunk); callback(); } });

watch(a, 'a', 'error close');
watch(b, 'b', 'error close');
watch(w, 'w', 'finish error close');
pipeline(a, b, w, (error) => trace('done', error, a.destroyed, b.destroyed, w.destroyed));
a.write('one');
setImmediate(() => a.destroy(new Error('bad')));

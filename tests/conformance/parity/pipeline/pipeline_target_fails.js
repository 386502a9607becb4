'use strict';
// An error of the destination destroys the source.
const { PassThrough, Writable, pipeline } = require('node:stream');
const { trace, watch } = require('../_trace');

const a = new PassThrough();
const w = new Writable({ write(chunk, encoding, callback) { callback(new Error('full')); } });
watch(a, 'a', 'error close');
watch(w, 'w', 'finish error close');
pipeline(a, w, (error) => trace('done', error, a.destroyed, w.destroyed));
a.write('one');

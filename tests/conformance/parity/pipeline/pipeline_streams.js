'use strict';
// A pipeline of three streams, and its callback.
const { PassThrough, Writable, pipeline } = require('node:stream');
const { trace, watch } = require('../_trace');

const a = new PassThrough();
const b = new PassThrough();
const w = new Writable({ write(chunk, encoding, callback) { trace('write', chunk); callback(); } });

watch(a, 'a', 'finish end close');
watch(b, 'b', 'finish end close');
watch(w, 'w', 'finish close');
trace(pipeline(a, b, w, (error) => trace('done', error)) === w);
a.write('one');
a.end('two');

'use strict';
// An error of a destination that nobody listens to is thrown.
const { Readable, Writable } = require('node:stream');
const { watch } = require('../_trace');

const source = new Readable({ read() {} });
const sink = new Writable({ write(chunk, encoding, callback) { setImmediate(callback, new Error('broken')); } });
watch(sink, 'sink', 'close');
source.pipe(sink);
source.push('a');

'use strict';
// finished() of a writable stream, after its finish.
const { Writable, finished } = require('node:stream');
const { trace, watch } = require('../_trace');

const w = new Writable({ write(chunk, encoding, callback) { callback(); } });
watch(w, 'w', 'finish close');
finished(w, (error) => trace('finished', error));
w.end('one');

'use strict';
// A second call of a write's callback is an error.
const { Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const sink = new Writable({ write(chunk, encoding, callback) { callback(); callback(); } });
watch(sink, 'sink', 'finish error close');
sink.write('a', (error) => trace('done', error));

'use strict';
// end() with a chunk after end() is a write after end.
const { Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const sink = new Writable({ write(chunk, encoding, callback) { callback(); } });
watch(sink, 'sink', 'finish error close');
sink.end();
sink.end('late', (error) => trace('late', error));

'use strict';
// A write after end() fails and destroys the stream.
const { Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const sink = new Writable({ write(chunk, encoding, callback) { callback(); } });
watch(sink, 'sink', 'finish error close');
sink.end();
trace(sink.write('late', (error) => trace('late', error)), sink.destroyed, sink.writable);

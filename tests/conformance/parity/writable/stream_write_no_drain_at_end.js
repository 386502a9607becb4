'use strict';
// An ended stream does not drain.
const { Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const sink = new Writable({ highWaterMark: 1, write(chunk, encoding, callback) { setImmediate(callback); } });
watch(sink, 'sink', 'drain finish close');
trace(sink.write('ab'), sink.writableNeedDrain);
sink.end();
trace(sink.writableNeedDrain);

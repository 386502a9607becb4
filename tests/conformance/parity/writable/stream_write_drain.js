'use strict';
// From the high-water mark on write() is false; drain comes when all is written.
const { Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const sink = new Writable({ highWaterMark: 3, write(chunk, encoding, callback) { setImmediate(callback); } });
watch(sink, 'sink', 'drain');
for (const text of ['a', 'b', 'c', 'd']) trace(sink.write(text, () => trace('done', text)), sink.writableNeedDrain, sink.writableLength);

'use strict';
// An error from _write goes to its callback, those that wait, the stream, in this order.
const { Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const sink = new Writable({ write(chunk, encoding, callback) { setImmediate(callback, Object.assign(new Error('broken'), { code: 'X' })); } });
watch(sink, 'sink', 'drain finish error close');
for (const text of ['a', 'b']) sink.write(text, (error) => trace('done', text, error));
sink.end((error) => trace('ended', error));
sink.on('close', () => trace(sink.errored, sink.writableAborted, sink.writableLength));

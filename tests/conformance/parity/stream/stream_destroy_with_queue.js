'use strict';
// Destroyed, the stream calls back for what waits.
const { Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const sink = new Writable({ write(chunk, encoding, callback) { trace('write', chunk); setImmediate(callback); } });
watch(sink, 'sink', 'drain finish error close');
for (const text of ['a', 'b']) sink.write(text, (error) => trace('done', text, error));
sink.end((error) => trace('ended', error));
sink.destroy();
trace(sink.writableAborted, sink.writableEnded);

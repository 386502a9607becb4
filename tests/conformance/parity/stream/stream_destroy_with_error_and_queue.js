'use strict';
// Destroyed with an error, the stream calls back with it for what waits.
const { Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const sink = new Writable({ write(chunk, encoding, callback) { setImmediate(callback); } });
watch(sink, 'sink', 'finish error close');
sink.cork();
for (const text of ['a', 'b']) sink.write(text, (error) => trace('done', text, error));
sink.destroy(new Error('broken'));

'use strict';
// An error given within _write is emitted at the next tick.
const { Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const sink = new Writable({ write(chunk, encoding, callback) { callback(new Error('broken')); } });
watch(sink, 'sink', 'finish error close');
trace(sink.write('a', (error) => trace('done', error)), sink.destroyed, sink.errored, sink.writable);
trace(sink.write('b', (error) => trace('done b', error)));

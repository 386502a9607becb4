'use strict';
// A destination that fails is taken off, the source is kept and paused.
const { Readable, Writable } = require('node:stream');
const { trace, turns, watch } = require('../_trace');

const source = new Readable({ read() {} });
const sink = new Writable({ write(chunk, encoding, callback) { setImmediate(callback, new Error('broken')); } });
sink.on('unpipe', () => trace('unpipe'));
watch(sink, 'sink', 'error close');
source.pipe(sink);
source.push('a');
turns(3, () => trace(source.destroyed, source.isPaused(), source.listenerCount('data'), sink.listenerCount('drain')));

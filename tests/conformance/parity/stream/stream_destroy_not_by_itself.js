'use strict';
// With autoDestroy off neither the end nor an error destroys.
const { Readable, Writable } = require('node:stream');
const { trace, turns, watch } = require('../_trace');

const source = new Readable({ autoDestroy: false, read() {} });
watch(source, 'source', 'end error close');
source.resume();
source.push(null);
const sink = new Writable({ autoDestroy: false, write(chunk, encoding, callback) { setImmediate(callback, new Error('broken')); } });
watch(sink, 'sink', 'finish error close');
sink.write('a', (error) => trace('done', error));
turns(2, () => trace(source.destroyed, sink.destroyed, sink.errored, sink.writable));

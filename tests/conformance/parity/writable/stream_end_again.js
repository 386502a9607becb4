'use strict';
// A second end() calls back with an error.
const { Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const sink = new Writable({ write(chunk, encoding, callback) { callback(); } });
watch(sink, 'sink', 'finish error close');
sink.end((error) => trace('first', error));
sink.end((error) => trace('second', error));
setImmediate(() => {
  sink.end((error) => trace('finished', error));
});

'use strict';
// destroy() from inside _write, with more waiting; the callback comes later.
const { Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const sink = new Writable({
  write(chunk, encoding, callback) {
    trace('write', chunk);
    sink.destroy();
    setImmediate(() => {
      trace('calls back');
      callback();
    });
  },
});
watch(sink, 'sink', 'finish close error drain');
sink.cork();
sink.write('a', (error) => trace('a', error));
sink.write('b', (error) => trace('b', error));
sink.uncork();
trace(sink.writableLength, sink.writableNeedDrain, sink.destroyed);
sink.write('c', (error) => trace('c', error));

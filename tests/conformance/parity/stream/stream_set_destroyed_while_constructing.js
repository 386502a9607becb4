'use strict';
// destroyed set by hand while constructing destroys nothing; destroy() before that does.
const { Readable, Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

for (const calls of [false, true]) {
  for (const error of [null, new Error('failed')]) {
    const construct = (callback) => setImmediate(callback, error);
    const streams = [
      new Readable({ read() {}, construct }),
      new Writable({ write(chunk, encoding, callback) { trace('write'); callback(); }, construct }),
    ];
    for (const stream of streams) {
      watch(stream, 'stream', 'error close');
      if (calls) stream.destroy();
      stream.destroyed = true;
      if (stream.write) stream.write('a', (given) => trace('written', given));
      setImmediate(() => setImmediate(() => trace(calls, stream.destroyed, stream.closed)));
    }
  }
}

'use strict';
// Without allowHalfOpen the end ends the other side too, unless that has failed or is not there.
const { Duplex } = require('node:stream');
const { trace, watch } = require('../_trace');

for (const step of [
  (stream) => stream.unshift('late'), (stream) => { stream.writable = false; }, (stream) => stream.destroy(), () => {},
]) {
  const stream = new Duplex({
    allowHalfOpen: false, autoDestroy: false, read() {}, write(chunk, encoding, callback) { callback(); },
  });
  watch(stream, 'stream', 'end prefinish finish error close');
  stream.cork();
  stream.push(null);
  stream.resume();
  stream.on('end', () => step(stream));
  setImmediate(() => setImmediate(() => trace(stream.writableCorked, stream.writableEnded, stream.writableFinished)));
}

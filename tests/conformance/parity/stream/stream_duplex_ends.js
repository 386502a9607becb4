'use strict';
// Both sides of a Duplex end in each order; what it emits, and when it is destroyed.
const { Duplex } = require('node:stream');
const { trace, watch } = require('../_trace');

function duplex(name, options = {}) {
  const stream = new Duplex({
    read() {}, write(chunk, encoding, callback) { callback(); }, ...options,
  });
  watch(stream, name, 'end finish close');
  return stream;
}
const reader = duplex('read first');
reader.resume();
reader.push(null);
setImmediate(() => {
  trace(reader.destroyed, reader.writable, reader.readable);
  reader.end();
});
const writer = duplex('write first');
writer.end();
setImmediate(() => {
  trace(writer.destroyed, writer.writable, writer.readable);
  writer.push(null);
  writer.resume();
});
const whole = duplex('no half', { allowHalfOpen: false });
whole.resume();
whole.push(null);
const kept = duplex('kept', { autoDestroy: false });
kept.resume();
kept.push(null);
kept.end();
setImmediate(() => trace(kept.destroyed));
const silent = duplex('silent', { emitClose: false });
silent.resume();
silent.push(null);
silent.end();
setImmediate(() => trace(silent.destroyed, silent.closed));

'use strict';
// The writable side outlives the end, unless half-open is not allowed.
const { Duplex } = require('node:stream');
const { trace, turns, watch } = require('../_trace');

for (const allowHalfOpen of [true, false]) {
  const both = new Duplex({ allowHalfOpen, read() {}, write(chunk, encoding, callback) { trace('write', chunk); callback(); } });
  watch(both, allowHalfOpen ? 'open' : 'shut', 'end finish close');
  both.resume();
  both.push(null);
  turns(2, () => {
    trace(both.allowHalfOpen, both.writable, both.writableEnded, both.destroyed);
    if (both.writable) both.end('late');
  });
}

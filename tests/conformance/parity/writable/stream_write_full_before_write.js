'use strict';
// write() decides about drain before _write is called, whatever that takes at once.
const { Transform, Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const make = (options) => new Writable({ write(chunk, encoding, callback) { trace('needs', this.writableNeedDrain); callback(); }, ...options });
for (const [sink, chunk] of [
  [make(), 'x'.repeat(20000)], [make({ objectMode: true, highWaterMark: 1 }), 1], [make({ highWaterMark: 0 }), 'a'],
  [new Transform({ highWaterMark: 1, transform(chunk, encoding, callback) { callback(null, chunk); } }), 'a'],
]) {
  watch(sink, 'sink', 'drain');
  trace(sink.write(chunk), sink.writableNeedDrain, sink.writableLength);
  trace(sink.write(chunk, () => trace('written')), sink.writableNeedDrain);
}

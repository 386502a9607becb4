'use strict';
// A Transform that ends in transform() leaves its source paused: it is full.
const { Readable, Transform } = require('node:stream');
const { trace, watch } = require('../_trace');

for (const size of [20000, 10]) {
  let left = 5;
  const source = new Readable({ read() { if (left--) this.push(Buffer.alloc(size)); } });
  const target = new Transform({ transform(chunk, encoding, callback) { this.push(null); callback(); } });
  watch(source, 'source', 'pause resume');
  watch(target, 'target', 'data end drain finish error close');
  source.pipe(target);
  target.on('end', () => trace(left, source.isPaused(), target.writableNeedDrain));
}

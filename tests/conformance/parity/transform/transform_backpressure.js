'use strict';
// A transform nobody reads from holds its writes back.
const { Transform } = require('node:stream');
const { trace } = require('../_trace');

const t = new Transform({
  readableHighWaterMark: 4,
  writableHighWaterMark: 4,
  transform(chunk, encoding, callback) {
    trace('transform', chunk);
    callback(null, chunk);
  },
});
for (const text of ['aa', 'bb', 'cc', 'dd']) {
  trace(t.write(text, () => trace('written', text)), t.readableLength, t.writableLength);
}
setImmediate(() => {
  trace(t.read(), t.readableLength, t.writableLength);
  setImmediate(() => trace(t.read(), t.readableLength, t.writableLength));
});
t.on('drain', () => trace('drain'));

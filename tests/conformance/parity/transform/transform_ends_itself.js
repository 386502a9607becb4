'use strict';
// A transform function may end the readable side before the writable one.
const { Transform } = require('node:stream');
const { trace, watch } = require('../_trace');

const t = new Transform({
  transform(chunk, encoding, callback) {
    this.push(chunk);
    this.push(null);
    callback();
  },
});
watch(t, 't', 'data end finish error close');
t.write('a', (error) => trace('a written', error));
setImmediate(() => {
  t.write('b', (error) => trace('b written', error));
});

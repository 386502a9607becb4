'use strict';
// Data flows again when the last readable listener is gone.
const { Readable } = require('node:stream');
const { trace, watch } = require('../_trace');

const source = new Readable({ read() {} });
const listener = () => trace('readable', source.readableLength);
source.on('readable', listener);
watch(source, 'source', 'data end');
source.push('abc');
setImmediate(() => {
  trace(source.readableFlowing);
  source.off('readable', listener);
  setImmediate(() => trace(source.readableFlowing));
});

'use strict';
// What a data listener puts back is emitted again at once.
const { Readable } = require('node:stream');
const { trace, watch } = require('../_trace');

const source = new Readable({ read() {} });
let first = true;
source.on('data', (chunk) => {
  trace('data', chunk);
  if (first) {
    first = false;
    source.unshift('again');
  }
});
watch(source, 'source', 'end');
source.push('once');
setImmediate(() => source.push(null));

'use strict';
// With both kinds of listeners the readable one reads, the data one is called.
const { Readable } = require('node:stream');
const { trace, watch } = require('../_trace');

const source = new Readable({ read() {} });
watch(source, 'source', 'data end');
source.on('readable', () => { trace('readable'); while (source.read(1) !== null); });
source.push('abc');
setImmediate(() => source.push(null));

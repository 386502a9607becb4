'use strict';
// A readable listener is called once, and takes what it wants.
const { Readable } = require('node:stream');
const { trace, watch } = require('../_trace');

const source = new Readable({ read() {} });
source.on('readable', () => trace('readable', source.readableLength, source.read(2), source.read(9), source.read(), source.read()));
watch(source, 'source', 'end close');
source.push('abc');
source.push('de');
setImmediate(() => source.push(null));

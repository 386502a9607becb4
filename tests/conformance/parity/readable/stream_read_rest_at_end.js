'use strict';
// After the end read(n) gives what is left, though it is less.
const { Readable } = require('node:stream');
const { trace, watch } = require('../_trace');

const source = new Readable({ read() {} });
watch(source, 'source', 'end close');
source.push('abc');
trace(source.read(5));
source.push(null);
trace(source.read(5));
trace(source.read(5));

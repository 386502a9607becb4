'use strict';
// What is pushed arrives as data, then the end, then the close.
const { Readable } = require('node:stream');
const { trace, watch } = require('../_trace');

const source = new Readable({ read() {} });
watch(source, 'source', 'data end close');
for (const text of ['a', 'bc']) source.push(text);
source.push(null);
trace('pushed', source.readableEnded);

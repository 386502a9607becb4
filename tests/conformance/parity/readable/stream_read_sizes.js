'use strict';
// read(n) gives exactly n bytes across chunks, or none.
const { Readable } = require('node:stream');
const { trace } = require('../_trace');

const source = new Readable({ read() {} });
for (const text of ['abc', 'def', 'g']) source.push(text);
for (const n of [2, 3, 0, -1, 8, 1, 1]) trace(n, source.read(n), source.readableLength);

'use strict';
// Objects that are false are objects.
const { Readable } = require('node:stream');
const { watch } = require('../_trace');

const source = new Readable({ objectMode: true, read() {} });
watch(source, 'source', 'data end close');
for (const value of [0, '', false, [], null]) source.push(value);

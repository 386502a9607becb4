'use strict';
// Base64 comes in groups of three bytes, the rest at the end.
const { Readable } = require('node:stream');
const { watch } = require('../_trace');

const source = new Readable({ encoding: 'base64', read() {} });
watch(source, 'source', 'data end');
for (const text of ['a', 'bc', 'defg', 'h']) setImmediate(() => source.push(text));
setImmediate(() => source.push(null));

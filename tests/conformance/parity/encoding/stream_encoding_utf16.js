'use strict';
// A utf-16 unit and a surrogate pair split over chunks are given whole.
const { Readable } = require('node:stream');
const { trace, watch } = require('../_trace');

const source = new Readable({ encoding: 'utf16le', read() {} });
watch(source, 'source', 'data end');
const bytes = Buffer.from('aé😀', 'utf16le');
for (const [from, to] of [[0, 3], [3, 6], [6, 8]]) setImmediate(() => source.push(bytes.subarray(from, to)));
setImmediate(() => source.push(null));
trace(source.readableEncoding);

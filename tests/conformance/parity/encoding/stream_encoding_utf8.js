'use strict';
// A utf-8 character split over chunks is given whole.
const { Readable } = require('node:stream');
const { watch } = require('../_trace');

const source = new Readable({ encoding: 'utf8', read() {} });
watch(source, 'source', 'data end');
for (const byte of Buffer.from('a€😀b')) setImmediate(() => source.push(Buffer.from([byte])));
setImmediate(() => source.push(null));

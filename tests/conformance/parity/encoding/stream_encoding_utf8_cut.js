'use strict';
// A utf-8 character cut off by the end is a replacement character.
const { Readable } = require('node:stream');
const { watch } = require('../_trace');

for (const bytes of [[0x61, 0xe2, 0x82], [0xf0, 0x9f, 0x98], [0xff, 0x62], [0xe2, 0x28]]) {
  const source = new Readable({ encoding: 'utf8', read() {} });
  watch(source, 'source', 'data end');
  source.push(Buffer.from(bytes));
  source.push(null);
}

'use strict';
// hex, latin1 and ascii give each byte as it comes.
const { Readable } = require('node:stream');
const { watch } = require('../_trace');

for (const encoding of ['hex', 'latin1', 'ascii']) {
  const source = new Readable({ encoding, read() {} });
  watch(source, encoding, 'data end');
  source.push(Buffer.from([0x41, 0xe9]));
  source.push(Buffer.from([0x7a]));
  source.push(null);
}

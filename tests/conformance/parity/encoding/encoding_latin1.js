'use strict';
// latin-1 is one character per byte.
const { pair, watch } = require('../_trace');

pair((client, served) => {
  served.setEncoding('latin1');
  watch(served, 'served', 'data end');
  client.end(Buffer.from([0x61, 0xe9, 0xff]));
});

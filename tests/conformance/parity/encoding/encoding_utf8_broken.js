'use strict';
// Bytes that are no utf-8, and half a character at the end, are replacement characters.
const { pair, watch } = require('../_trace');

pair((client, served) => {
  served.setEncoding('utf8');
  watch(served, 'served', 'data end');
  client.end(Buffer.from([0x61, 0xff, 0x62, 0xe2, 0x82]));
});

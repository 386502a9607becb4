'use strict';
// set_encoding() changes nothing: the callback has bytes.
const { pair, trace, watch } = require('../_trace');

const callback = (count, filled) => trace('read', filled.subarray(0, count));
pair((client, served) => {
  watch(client, 'client', 'data end close');
  client.setEncoding('hex');
  trace(client.readableEncoding);
  served.end('text');
}, { client: { onread: { buffer: Buffer.alloc(8), callback } } });

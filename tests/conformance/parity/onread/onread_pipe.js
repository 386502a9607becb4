'use strict';
// pipe() of such a socket sends nothing but the end.
const { pair, trace, watch } = require('../_trace');
const { PassThrough } = require('node:stream');

const callback = (count, filled) => trace('read', filled.subarray(0, count));
pair((client, served) => {
  const target = new PassThrough();
  watch(target, 'target', 'pipe data finish end close');
  client.pipe(target);
  client.on('close', () => trace('close'));
  served.end('hello');
}, { client: { onread: { buffer: Buffer.alloc(8), callback } } });

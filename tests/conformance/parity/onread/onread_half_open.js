'use strict';
// With half-open allowed the socket writes on after the end of what it reads.
const { pair, trace, watch } = require('../_trace');

const callback = (count, filled) => trace('read', filled.subarray(0, count));
pair((client, served) => {
  watch(client, 'client', 'finish end close');
  watch(served, 'served', 'data end close');
  client.on('end', () => {
    trace(client.readyState);
    setImmediate(() => client.end('still here'));
  });
  served.end('over');
}, { client: { allowHalfOpen: true, onread: { buffer: Buffer.alloc(8), callback } } });

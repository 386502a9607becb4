'use strict';
// A reset by the peer is an error, after what was read.
const { pair, trace, watch } = require('../_trace');

let served;
const callback = (count, filled) => {
  trace('read', filled.subarray(0, count));
  served.resetAndDestroy();
};
pair((client, theirs) => {
  served = theirs;
  watch(client, 'client', 'error end close');
  served.write('hello');
}, { client: { onread: { buffer: Buffer.alloc(8), callback } } });

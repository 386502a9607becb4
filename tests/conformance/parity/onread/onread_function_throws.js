'use strict';
// An exception of the function that gives the buffer: the last one stays.
const { pair, trace, watch } = require('../_trace');

let given = 0;
const first = Buffer.alloc(4);
const onread = {
  buffer: () => {
    if (given++ === 1) throw new Error('no buffer');
    return given === 1 ? first : Buffer.alloc(4);
  },
  callback: (count, filled) => trace('read', filled.subarray(0, count), filled === first),
};
pair((client, served) => {
  watch(client, 'client', 'error end close');
  served.end('one two three');
}, { client: { onread } });

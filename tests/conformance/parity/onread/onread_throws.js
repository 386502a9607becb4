'use strict';
// An exception of the callback: the next bytes come all the same.
const { pair, trace, watch } = require('../_trace');

let given = 0;
const onread = {
  buffer: () => {
    trace('give', given++);
    return Buffer.alloc(4);
  },
  callback: (count, filled) => {
    trace('read', filled.subarray(0, count));
    if (given < 3) given = 3;
    else return;
    throw new Error('broken');
  },
};
pair((client, served) => {
  watch(client, 'client', 'error end close');
  served.end('one two three');
}, { client: { onread } });

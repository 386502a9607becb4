'use strict';
// destroy() in the callback: no more of it, but the next buffer is asked for.
const { pair, trace, watch } = require('../_trace');

let client;
let given = 0;
const onread = {
  buffer: () => {
    trace('give', given++);
    return Buffer.alloc(3);
  },
  callback: (count, filled) => {
    trace('read', filled.subarray(0, count));
    client.destroy();
    trace(client.destroyed, client.bytesRead);
  },
};
pair((ours, served) => {
  client = ours;
  watch(client, 'client', 'end close');
  served.on('error', () => {});
  served.end('one two');
}, { client: { onread } });

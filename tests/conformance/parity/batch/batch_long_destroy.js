'use strict';
// destroy() in the first of several reads of one poll: nothing more comes.
const { crowd, trace, watch } = require('../_trace');

crowd(1, ([client], [served]) => {
  let count = 0;
  watch(served, 'served', 'end error close');
  served.on('data', () => {
    count += 1;
    served.destroy();
  });
  served.on('close', () => trace(count));
  client.on('error', () => {});
  client.end(Buffer.alloc(160 << 10));
}, 'long');

'use strict';
// An exception in each of several reads of one poll loses nothing.
const { crowd, trace } = require('../_trace');

crowd(1, ([client], [served]) => {
  let bytes = 0;
  served.on('data', (data) => {
    bytes += data.length;
    throw new Error('out of data');
  });
  served.on('end', () => trace('end', bytes));
  client.end(Buffer.alloc(160 << 10));
}, 'long');

'use strict';
// pause() in each of several reads of one poll: one at a time, all of it, then the end.
const { crowd, trace, turns } = require('../_trace');

crowd(1, ([client], [served]) => {
  let bytes = 0;
  let paused = false;
  served.on('data', (data) => {
    trace(paused);
    bytes += data.length;
    paused = true;
    served.pause();
    turns(3, () => {
      paused = false;
      served.resume();
    });
  });
  served.on('end', () => trace('end', bytes));
  client.end(Buffer.alloc(160 << 10));
}, 'long');

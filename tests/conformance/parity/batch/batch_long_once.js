'use strict';
// once("data") on several reads of one poll: each called once, by turns, nothing lost.
const { crowd, trace } = require('../_trace');

crowd(1, ([client], [served]) => {
  let bytes = 0;
  const hear = (name, other) => served.once('data', (data) => {
    trace(name, served.listenerCount('data'));
    bytes += data.length;
    hear(other, name);
  });
  served.on('end', () => trace('end', bytes));
  hear('one', 'two');
  client.end(Buffer.alloc(128 << 10));
}, 'long');

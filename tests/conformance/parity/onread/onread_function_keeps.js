'use strict';
// A function that gives nothing leaves the buffer as it is.
const { pair, trace } = require('../_trace');

let calls = 0;
const first = Buffer.alloc(3);
const onread = {
  buffer: () => (calls++ === 0 ? first : null),
  callback: (count, filled) => trace('read', filled.subarray(0, count), filled === first),
};
pair((client, served) => {
  client.on('close', () => trace('close', calls));
  served.end('one two three');
}, { client: { onread } });

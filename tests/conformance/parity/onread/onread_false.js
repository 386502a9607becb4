'use strict';
// False from the callback stops reading, and the end, until resume().
const { pair, trace, turns, watch } = require('../_trace');

let client;
const callback = (count, filled) => {
  trace('read', filled.subarray(0, count), client.isPaused(), client.readableFlowing);
  turns(3, () => {
    trace('resume', client.isPaused());
    client.resume();
  });
  return false;
};
pair((ours, served) => {
  client = ours;
  watch(client, 'client', 'data pause resume end close');
  served.end('one two');
}, { client: { onread: { buffer: Buffer.alloc(3), callback } } });

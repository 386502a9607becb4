'use strict';
// destroy(error) in the callback, and False from it.
const { pair, trace, watch } = require('../_trace');

let client;
const callback = (count, filled) => {
  trace('read', filled.subarray(0, count));
  client.destroy(new Error('enough'));
  return false;
};
pair((ours, served) => {
  client = ours;
  watch(client, 'client', 'error end close');
  served.on('error', () => {});
  served.write('one two');
}, { client: { onread: { buffer: Buffer.alloc(3), callback } } });

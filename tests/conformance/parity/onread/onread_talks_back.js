'use strict';
// Writing and ending in the callback; counters and the peer's answer.
const { pair, trace, watch } = require('../_trace');

let client;
const callback = (count, filled) => {
  trace('read', filled.subarray(0, count), client.bytesRead, client.bytesWritten);
  if (client.bytesRead === 4) client.write('more');
  else client.end('bye');
};
pair((ours, served) => {
  client = ours;
  watch(client, 'client', 'finish end close');
  watch(served, 'served', 'data end close');
  served.once('data', () => served.write('next'));
  served.write('ping');
}, { client: { onread: { buffer: Buffer.alloc(8), callback } } });

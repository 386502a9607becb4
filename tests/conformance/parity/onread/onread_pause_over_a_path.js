'use strict';
// A hang-up while paused is no end: bytes and end come after resume().
const { pair, trace, turns, watch } = require('../_trace');

let client;
const callback = (count, filled) => {
  trace('read', filled.subarray(0, count));
  client.pause();
};
pair((ours, served) => {
  client = ours;
  watch(client, 'client', 'end close');
  served.write('bytes');
  served.destroy();
  served.on('close', () => turns(4, () => {
    trace('resume');
    client.resume();
  }));
}, { pathName: 'onread', client: { onread: { buffer: Buffer.alloc(64), callback } } });

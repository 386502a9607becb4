'use strict';
// pause() in the callback holds what follows, and the end, until resume().
const { pair, trace, turns, watch } = require('../_trace');

let client;
const callback = (count, filled) => {
  trace('read', filled.subarray(0, count));
  client.pause();
  trace(client.isPaused());
  turns(4, () => {
    trace('resume');
    client.resume();
  });
};
pair((ours, served) => {
  client = ours;
  watch(client, 'client', 'data pause resume end close');
  served.end('one two');
}, { client: { onread: { buffer: Buffer.alloc(4), callback } } });

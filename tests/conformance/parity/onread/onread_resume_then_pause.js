'use strict';
// resume() and pause() in one go leave a paused socket paused.
const { pair, trace, turns } = require('../_trace');

let client;
const callback = (count, filled) => {
  trace('read', filled.subarray(0, count));
};
pair((ours, served) => {
  client = ours;
  client.on('end', () => trace('end'));
  client.pause();
  served.end('hello');
  turns(4, () => {
    client.resume();
    client.pause();
    trace(client.isPaused());
    turns(4, () => {
      trace('resume');
      client.resume();
    });
  });
}, { client: { onread: { buffer: Buffer.alloc(8), callback } } });

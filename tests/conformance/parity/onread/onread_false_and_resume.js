'use strict';
// resume() in a callback that then answers False does not undo it.
const { pair, trace, turns } = require('../_trace');

let client;
const callback = (count, filled) => {
  trace('read', filled.subarray(0, count));
  client.resume();
  return false;
};
pair((ours, served) => {
  client = ours;
  client.on('end', () => trace('end'));
  client.on('close', () => trace('close'));
  served.end('one two');
  turns(6, () => {
    trace('later', client.readableFlowing);
    client.resume();
    turns(6, () => {
      trace('at last');
      client.destroy();
    });
  });
}, { client: { onread: { buffer: Buffer.alloc(3), callback } } });

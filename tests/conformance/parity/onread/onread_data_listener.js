'use strict';
// A "data" listener hears nothing; put on, it lets a stopped socket read.
const { pair, trace, turns } = require('../_trace');

let client;
const callback = (count, filled) => {
  trace('read', filled.subarray(0, count));
  return false;
};
pair((ours, served) => {
  client = ours;
  client.on('end', () => trace('end'));
  client.on('close', () => trace('close'));
  served.end('one two');
  turns(4, () => {
    client.on('data', () => trace('data'));
    trace('listens', client.readableFlowing);
    turns(4, () => {
      client.on('data', () => trace('data'));
      trace('listens', client.readableFlowing);
      turns(4, () => client.destroy());
    });
  });
}, { client: { onread: { buffer: Buffer.alloc(3), callback } } });

'use strict';
// A "readable" listener takes pieces of its own size from a socket.
const { pair, trace } = require('../_trace');

pair((client, served) => {
  served.on('readable', () => {
    let piece;
    while ((piece = served.read(4)) !== null) trace('piece', piece, served.readableLength);
    trace('left', served.readableLength, served.readableFlowing);
  });
  served.on('end', () => trace('end'));
  served.on('close', () => trace('close'));
  client.end('abcdefghij');
});

'use strict';
// Taken off while it is full, a destination does not hold the others up.
const { Readable, Writable } = require('node:stream');
const { trace } = require('../_trace');

const source = new Readable({ read() {} });
const make = (name, highWaterMark) => new Writable({ highWaterMark, write(chunk, encoding, callback) { trace(name, chunk); if (highWaterMark > 1) callback(); } });
const [full, free] = [make('full', 1), make('free', 9)];
source.pipe(full);
source.pipe(free);
source.push('a');
setImmediate(() => {
  trace(source.readableFlowing);
  source.unpipe(full);
  source.push('b');
});

'use strict';
// A destination that is destroyed is taken off.
const { Readable, Writable } = require('node:stream');
const { trace } = require('../_trace');

const source = new Readable({ read() {} });
const sink = new Writable({ write(chunk, encoding, callback) { trace('write', chunk); callback(); } });
sink.on('unpipe', () => trace('unpipe'));
source.pipe(sink);
source.push('a');
setImmediate(() => {
  sink.destroy();
  setImmediate(() => trace(source.push('b'), source.readableFlowing, source.readableLength));
});

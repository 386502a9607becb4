'use strict';
// A destination that is destroyed while it is full holds the others up no more.
const { Readable, Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const source = new Readable({ read() {} });
const stuck = new Writable({ highWaterMark: 1, write() {} });
const quick = new Writable({ write(chunk, encoding, callback) { trace('quick', chunk); callback(); } });
watch(source, 'source', 'pause resume end');
watch(stuck, 'stuck', 'unpipe close');
watch(quick, 'quick', 'unpipe finish');
stuck.removeAllListeners('unpipe');
quick.removeAllListeners('unpipe');
source.pipe(stuck);
source.pipe(quick);
source.push('a');
setImmediate(() => {
  trace(source.readableFlowing, stuck.writableNeedDrain);
  source.push('b');
  stuck.destroy();
  setImmediate(() => {
    trace(source.readableFlowing);
    source.push('c');
    source.push(null);
  });
});

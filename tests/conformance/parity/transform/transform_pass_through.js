'use strict';
// A PassThrough gives what it takes.
const { PassThrough } = require('node:stream');
const { trace, watch } = require('../_trace');

const p = new PassThrough();
watch(p, 'p', 'readable prefinish finish end close');
p.write('one');
p.end('two');
setImmediate(() => {
  trace(p.read(4), p.read());
  setImmediate(() => trace(p.read(), p.readableEnded, p.writableFinished));
});

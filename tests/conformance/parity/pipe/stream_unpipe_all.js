'use strict';
// unpipe() without a destination takes all off and pauses.
const { Readable, Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const source = new Readable({ read() {} });
watch(source, 'source', 'pause');
for (const name of ['one', 'two']) {
  const sink = new Writable({ write() {} });
  sink.on('unpipe', () => trace(name));
  source.pipe(sink);
}
source.unpipe();
trace(source.readableFlowing, source.listenerCount('data'));
source.unpipe();

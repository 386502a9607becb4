'use strict';
// A source that has ended ends its destination at the next tick.
const { Readable, Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const source = new Readable({ read() {} });
source.resume();
source.push(null);
source.on('close', () => {
  const sink = new Writable({ write() {} });
  watch(sink, 'sink', 'finish close');
  source.pipe(sink);
  trace(sink.writableEnded);
});

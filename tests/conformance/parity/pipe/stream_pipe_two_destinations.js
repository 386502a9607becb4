'use strict';
// Two destinations get all; the slower one sets the pace.
const { Readable, Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const source = new Readable({ read() {} });
const make = (name, highWaterMark) => {
  const sink = new Writable({ highWaterMark, write(chunk, encoding, callback) { trace(name, chunk); setImmediate(callback); } });
  watch(sink, name, 'drain finish');
  return sink;
};
source.pipe(make('fast', 9));
source.pipe(make('slow', 1));
watch(source, 'source', 'pause resume');
for (const text of ['a', 'b', null]) source.push(text);

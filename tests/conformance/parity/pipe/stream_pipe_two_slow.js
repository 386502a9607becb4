'use strict';
// A source goes on only when both of two slow destinations have drained.
const { Readable, Writable } = require('node:stream');
const { trace, turns, watch } = require('../_trace');

const source = new Readable({ read() {} });
const make = (name, after) => {
  const sink = new Writable({ highWaterMark: 1, write(chunk, encoding, callback) { trace(name, chunk); turns(after, callback); } });
  watch(sink, name, 'drain finish');
  return sink;
};
source.pipe(make('quick', 1));
source.pipe(make('slow', 4));
watch(source, 'source', 'pause resume');
for (const text of ['a', 'b', null]) source.push(text);

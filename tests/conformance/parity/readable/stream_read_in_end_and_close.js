'use strict';
// read(), push() and unshift() from inside end, error and close give nothing and do no harm.
const { PassThrough, Readable } = require('node:stream');
const { trace, watch } = require('../_trace');

function poke(stream, name) {
  for (const event of ['end', 'error', 'close']) {
    stream.on(event, () => {
      trace(name, event, stream.read(), stream.read(0), stream.read(5));
      trace(event === 'end' ? 'ended' : stream.push('a'), event === 'end' ? 'ended' : stream.unshift('a'), stream.readableLength);
    });
  }
  watch(stream, name, 'data readable');
}
for (const options of [{}, { objectMode: true }, { highWaterMark: 0 }, { autoDestroy: false }]) {
  const ends = new Readable({ read() {}, ...options });
  poke(ends, 'ends');
  ends.push('a');
  ends.push(null);
  const fails = new Readable({ read() {}, ...options });
  poke(fails, 'fails');
  fails.push('a');
  fails.destroy(new Error('broken'));
  const through = new PassThrough(options);
  poke(through, 'through');
  through.end('a');
}

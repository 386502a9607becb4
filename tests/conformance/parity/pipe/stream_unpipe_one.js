'use strict';
// unpipe() takes one destination off; the other goes on.
const { Readable, Writable } = require('node:stream');
const { trace } = require('../_trace');

const source = new Readable({ read() {} });
const make = (name) => {
  const sink = new Writable({ write(chunk, encoding, callback) { trace(name, chunk); callback(); } });
  sink.on('unpipe', () => trace(name, 'unpipe'));
  return sink;
};
const [one, two] = [make('one'), make('two')];
source.pipe(one);
source.pipe(two);
source.push('a');
setImmediate(() => {
  source.unpipe(make('stranger'));
  trace(source.unpipe(one) === source, source.readableFlowing);
  source.push('b');
  setImmediate(() => {
    source.unpipe(two);
    trace(source.readableFlowing, source.isPaused(), two.listenerCount('unpipe'), source.listenerCount('end'));
  });
});

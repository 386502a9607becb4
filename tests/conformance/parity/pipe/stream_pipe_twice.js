'use strict';
// A destination that is piped to twice gets all twice, and is waited for once.
const { Readable, Writable } = require('node:stream');
const { trace, turns } = require('../_trace');

let given = 0;
const source = new Readable({
  highWaterMark: 1,
  read() { this.push(given++ < 4 ? Buffer.from(`${given}`) : null); },
});
const waiting = [];
const sink = new Writable({
  highWaterMark: 1,
  write(chunk, encoding, callback) { trace('write', chunk); waiting.push(callback); },
});
for (const event of ['pause', 'resume', 'end']) source.on(event, () => trace('source', event));
for (const event of ['pipe', 'unpipe', 'finish']) sink.on(event, () => trace('sink', event));
source.pipe(sink);
source.pipe(sink);
turns(3, () => {
  trace(source.readableFlowing, sink.writableLength);
  source.unpipe(sink);
  trace(source.readableFlowing, sink.listenerCount('drain'));
  turns(3, () => {
    trace(source.readableFlowing, sink.writableLength);
    const go = () => {
      if (waiting.length) waiting.shift()();
      if (!sink.writableFinished) setImmediate(go);
    };
    go();
  });
});

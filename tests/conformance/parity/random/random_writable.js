'use strict';
// Random programs of a Writable: writes, corks, ends, hooks that fail now or later, destroy().
const { Writable } = require('node:stream');
const { programs } = require('../_programs');
const { trace } = require('../_trace');

function make(random, begin) {
  const failure = random.pick('', '', '', 'write', 'final', 'raise');
  const calls = (name, callback) => random.soon(() => {
    const fails = failure === name && random.below(3) === 0;
    trace('calls back', name, fails);
    if (fails) callback(new Error(name));
    else callback();
  });
  const hooks = {
    write(chunk, encoding, callback) {
      trace('_write', chunk, encoding);
      if (failure === 'raise' && random.below(6) === 0) throw new Error('raised');
      calls('write', callback);
    },
  };
  if (random.below(3) === 0) {
    hooks.writev = (chunks, callback) => {
      trace('_writev', chunks.length, chunks[0].chunk, chunks[0].encoding);
      calls('write', callback);
    };
  }
  if (random.below(2)) {
    hooks.final = (callback) => {
      trace('_final');
      calls('final', callback);
    };
  }
  const sink = new Writable({
    ...hooks,
    highWaterMark: random.pick(1, 4, 12),
    objectMode: random.below(5) === 0,
    decodeStrings: random.below(4) > 0,
    autoDestroy: random.below(6) > 0,
    emitClose: random.below(8) > 0,
  });
  for (const event of ['prefinish', 'finish', 'drain', 'close', 'error']) sink.on(event, (...all) => trace(event, ...all));
  const limit = random.pick(2, 1, 0, 0);
  let written = 0;
  const steps = [
    () => trace('write', sink.write(random.text())),
    () => trace('write', sink.write(Buffer.from(random.text()))),
    () => {
      const number = written++;
      trace('write', sink.write(random.text(), random.pick('latin1', 'utf8'), (error) => trace('written', number, error)));
    },
    () => sink.cork(),
    () => sink.uncork(),
    () => sink.setDefaultEncoding(random.pick('latin1', 'utf8')),
    () => sink.end(),
    () => sink.end(random.text()),
    () => { if (limit) sink.destroy(limit === 1 ? undefined : new Error('mine')); },
    () => trace('write', sink.write(random.text())),
  ];
  let count = 0;
  begin(() => {
    const which = random.below(count++ < 5 ? 6 : steps.length);
    trace('step', which);
    try {
      steps[which]();
    } finally {
      trace(sink.writableLength, sink.writableNeedDrain, sink.writableCorked, sink.writable,
        sink.writableEnded, sink.writableFinished, sink.destroyed, sink.closed, sink.errored);
    }
  });
}
programs(30, 14, make);

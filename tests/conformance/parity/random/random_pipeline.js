'use strict';
// Random programs of pipe() and pipeline(), whose streams fail or are destroyed.
const { Duplex, PassThrough, Readable, Transform, Writable, finished, pipeline } = require('node:stream');
const { programs } = require('../_programs');
const { trace } = require('../_trace');

function make(random, begin) {
  const failure = random.pick('', '', 'source', 'transform', 'flush', 'sink', 'final', 'destroy');
  const fails = (name) => failure === name && random.below(3) === 0;
  const hwm = () => random.pick(1, 5, 16);
  let given = 0;
  const source = new Readable({
    highWaterMark: hwm(),
    read() {
      random.soon(() => {
        if (fails('source')) source.destroy(new Error('source'));
        else source.push(given++ < 5 ? Buffer.from(random.text()) : null);
      });
    },
  });
  const calls = (name, callback, ...answer) => random.soon(() => {
    if (fails(name)) callback(new Error(name));
    else callback(null, ...answer);
  });
  const destroy = (error, callback) => {
    if (fails('destroy')) callback(new Error('destroy'));
    else random.soon(() => callback(error));
  };
  const middles = {
    none: () => [],
    pass: () => [new PassThrough({ highWaterMark: hwm() })],
    transform: () => [new Transform({
      highWaterMark: hwm(),
      destroy,
      transform(chunk, encoding, callback) {
        if (random.below(3) === 0) this.push(chunk);
        calls('transform', callback, chunk);
      },
      flush(callback) { calls('flush', callback, Buffer.from('.')); },
    })],
    duplex: () => {
      const duplex = new Duplex({
        highWaterMark: hwm(),
        read() {},
        write(chunk, encoding, callback) { duplex.push(chunk); calls('transform', callback); },
        final(callback) { duplex.push(null); calls('flush', callback); },
      });
      return [duplex];
    },
  };
  const sink = new Writable({
    highWaterMark: hwm(),
    destroy,
    write(chunk, encoding, callback) {
      trace('sink takes', chunk);
      calls('sink', callback);
    },
    final(callback) { calls('final', callback); },
  });
  const streams = [source, ...middles[random.pick('none', 'pass', 'transform', 'duplex')](), sink];
  const name = (stream) => ['source', 'middle', 'sink'][stream === sink ? 2 : stream === source ? 0 : 1];
  for (const stream of streams) {
    for (const event of ['end', 'finish', 'close', 'unpipe']) stream.on(event, () => trace(name(stream), event));
    for (const event of ['pause', 'resume']) stream.on(event, () => stream.destroyed || trace(name(stream), event));
    if (random.below(2)) finished(stream, (error) => trace(name(stream), 'finished', error));
  }
  const way = random.pick('pipe', 'pipeline', 'pipeline');
  if (way === 'pipeline') {
    pipeline(...streams, (error) => trace('pipeline', error));
  } else {
    streams.reduce((from, to) => from.pipe(to));
    for (const stream of streams) stream.on('error', (error) => trace(name(stream), 'error', error));
  }
  trace(way, streams.length, failure);
  const harm = random.below(2) === 0;
  const one = () => streams[random.below(streams.length)];
  const steps = [
    () => {},
    () => {},
    () => sink.cork(),
    () => sink.uncork(),
    () => source.pause(),
    () => source.resume(),
    () => { if (way === 'pipe') source.unpipe(streams[1]); },
    () => { if (way === 'pipe') source.pipe(streams[1]); },
    () => { if (harm) one().destroy(); },
    () => { if (harm) one().destroy(new Error('mine')); },
    () => { if (harm) sink.end(); },
    () => { if (harm) source.push(null); },
  ];
  let count = 0;
  begin(() => {
    const which = random.below(count++ < 5 ? 4 : steps.length);
    trace('step', which);
    steps[which]();
    trace(streams.map((stream) => stream.destroyed), source.readableLength, source.readableFlowing, sink.writableLength);
  });
}
programs(30, 12, make);

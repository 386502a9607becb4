'use strict';
// Random programs of a Readable: reads of every kind, listeners that come and go, destroy().
const { Readable } = require('node:stream');
const { programs } = require('../_programs');
const { trace } = require('../_trace');

function make(random, begin) {
  const bytes = random.below(4) > 0;
  const highWaterMark = random.pick(1, 3, 10);
  const encoding = bytes && random.below(4) === 0 ? 'utf8' : undefined;
  const chunk = () => (bytes ? Buffer.from(random.text()) : random.text());
  const hook = random.pick('quiet', 'gives', 'mixed');
  let asked = 0;
  const source = new Readable({
    objectMode: !bytes,
    highWaterMark,
    encoding,
    autoDestroy: random.below(5) > 0,
    read(size) {
      trace('_read', size);
      let what = hook === 'mixed' ? random.pick('quiet', 'gives', 'gives', 'ends') : hook;
      if (++asked > 12) what = random.pick('quiet', 'ends');
      if (what === 'gives') random.soon(() => trace('pushed', source.push(chunk())));
      if (what === 'ends') random.soon(() => trace('ended', source.push(null)));
    },
  });
  for (const event of ['end', 'close', 'error', 'pause', 'resume']) source.on(event, (...all) => trace(event, ...all));
  const data = (data) => trace('data', data);
  const readable = () => trace('readable', source.readableLength);
  const reads = () => trace('takes', source.read());
  const limit = random.pick(2, 1, 0);
  const steps = [
    () => trace('push', source.push(chunk())),
    () => trace('push', source.push(chunk())),
    () => trace('read', source.read()),
    () => trace('read some', source.read(random.below(4))),
    () => source.pause(),
    () => source.resume(),
    () => source.on('data', data),
    () => source.off('data', data),
    () => source.on('readable', readable),
    () => source.off('readable', readable),
    () => source.once('readable', reads),
    () => trace('unshift', source.unshift(encoding ? random.text() : chunk())),
    () => trace('push end', source.push(null)),
    () => { if (limit) source.destroy(limit === 1 ? undefined : new Error('mine')); },
  ];
  let count = 0;
  begin(() => {
    const which = random.below(count++ < 4 ? 10 : steps.length);
    trace('step', which);
    try {
      steps[which]();
    } finally {
      trace(source.readableLength, source.readableFlowing, source.isPaused(), source.destroyed, source.readableEnded);
    }
  });
}
programs(30, 14, make);

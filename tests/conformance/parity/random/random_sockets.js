'use strict';
// Random programs of two connected sockets: writes, ends, reads of every kind, ways to destroy.
const { programs } = require('../_programs');
const { pair, trace } = require('../_trace');

function make(random, begin) {
  const options = { server: { allowHalfOpen: random.below(2) === 1 }, client: { allowHalfOpen: random.below(2) === 1 } };
  if (random.below(2)) options.pathName = 's' + random.below(1000000);
  const ends = [];
  const came = [];
  pair((client, served) => {
    ends.push(client, served);
    ends.forEach((s, number) => {
      const name = 'cs'[number];
      for (const event of ['end', 'finish', 'close', 'error', 'pause', 'resume']) s.on(event, (...all) => trace(name, event, ...all));
      came[number] = { data: (data) => trace(name, 'data', data), readable: () => trace(name, 'readable', s.readableLength) };
      if (random.below(2)) s.on('data', came[ends.indexOf(s)].data);
    });
    begin(step, () => ends.forEach((s) => s.destroy()));
  }, options);
  const harm = random.pick('', 'destroy', 'error', 'reset');
  const steps = [
    (s) => s.write(random.text()),
    (s, name) => s.write(random.text(), (error) => error || trace(name, 'written')),
    (s) => s.write(Buffer.alloc(20000, random.text())),
    (s) => s.on('data', came[ends.indexOf(s)].data),
    (s) => s.off('data', came[ends.indexOf(s)].data),
    (s) => s.pause(),
    (s) => s.resume(),
    (s) => s.cork(),
    (s) => s.uncork(),
    (s, name) => trace(name, 'read', s.read()),
    (s, name) => trace(name, 'read some', s.read(random.below(4))),
    (s) => s.on('readable', came[ends.indexOf(s)].readable),
    (s) => s.off('readable', came[ends.indexOf(s)].readable),
    (s) => s.end(),
    (s, name) => s.end(random.text(), (error) => error || trace(name, 'ended')),
    (s) => {
      if (unread(s)) return;
      if (harm === 'destroy') s.destroy();
      if (harm === 'error') s.destroy(new Error('mine'));
      if (harm === 'reset' && !options.pathName) s.resetAndDestroy();
    },
  ];
  const other = (s) => ends[1 - ends.indexOf(s)];
  const unread = (s) => !other(s).destroyed && s.bytesRead < other(s).bytesWritten;
  let count = 0;
  function step() {
    const which = random.below(count++ < 6 ? 13 : steps.length);
    const number = random.below(2);
    const s = ends[number];
    if (s.writableEnded && unread(s)) return;
    trace('step', 'cs'[number], which);
    try {
      steps[which](s, 'cs'[number]);
    } finally {
      trace(s.readyState, s.readableLength, s.readableFlowing, s.readable, s.writable, s.destroyed, s.bytesRead, s.destroyed || other(s).destroyed || s.bytesWritten);
    }
  }
}
programs(30, 14, make, true);

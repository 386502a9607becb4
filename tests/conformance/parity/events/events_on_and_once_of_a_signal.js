'use strict';
// on() and once() with a signal that ends them, and of a signal; what is no emitter is refused.
const { EventEmitter: events, trace } = require('../_trace');

const outcome = async (label, call) => {
  try {
    trace(label, 'gives', await call());
  } catch (error) {
    trace(label, 'raises', error.name === 'AbortError' ? 'AbortError' : error, error.cause);
  }
};
const next = async (iterator) => {
  const { value, done } = await iterator.next();
  return done ? 'over' : value;
};

async function main() {
  const e = new events();
  const controller = new AbortController();
  const { signal } = controller;
  const iterator = events.on(e, 'x', { signal });
  const waiting = outcome('once', () => events.once(e, 'x', { signal }));
  e.emit('y');
  await new Promise(setImmediate);
  trace(e.listenerCount('x'), e.listenerCount('error'), events.getEventListeners(signal, 'abort').length);
  const both = outcome('on', () => next(iterator));
  await new Promise(setImmediate);
  controller.abort(new Error('why'));
  await Promise.all([waiting, both]);
  await outcome('after', () => next(iterator));
  trace(e.eventNames().length, events.getEventListeners(signal, 'abort').length);
  await outcome('on late', async () => events.on(e, 'x', { signal }));
  await outcome('once late', () => events.once(e, 'x', { signal }));

  const done = new AbortController();
  const waited = events.once(e, 'x', { signal: done.signal });
  e.emit('x', 'in time');
  await outcome('waited', () => waited);
  trace(events.getEventListeners(done.signal, 'abort').length);

  const target = new AbortController();
  const first = events.once(target.signal, 'abort');
  const all = events.on(target.signal, 'abort');
  target.abort();
  await outcome('of a signal', async () => (await first)[0].type);
  await outcome('all of a signal', async () => (await next(all))[0].type);
  await all.return();

  for (const odd of [{}, 5, 'emitter']) {
    await outcome('on of what is none', async () => events.on(odd, 'x'));
    await outcome('once of what is none', () => events.once(odd, 'x'));
  }
  for (const odd of [{}, 5, 'signal', false]) {
    await outcome('on', async () => events.on(e, 'x', { signal: odd }));
    await outcome('once', () => events.once(e, 'x', { signal: odd }));
  }
  trace(e.eventNames().length);
}

main();

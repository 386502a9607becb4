'use strict';
// once() listens from the call on; the event, or an error, takes both listeners off.
const { EventEmitter: events, trace } = require('../_trace');

async function main() {
  const e = new events();
  const early = events.once(e, 'x');
  trace(e.listenerCount('x'), e.listenerCount('error'));
  e.emit('x', 1, 2);
  e.emit('x', 3);
  trace(e.eventNames().length);
  trace(await early);
  const failing = events.once(e, 'x');
  e.emit('error', new Error('bad'));
  e.emit('x', 4);
  trace(e.eventNames().length);
  try {
    trace(await failing);
  } catch (error) {
    trace('raised', error);
  }
  const asked = events.once(e, 'error');
  trace(e.listenerCount('error'));
  e.emit('error', new Error('asked for'), 'more');
  trace(await asked);
}

main();

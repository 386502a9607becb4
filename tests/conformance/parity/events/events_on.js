'use strict';
// on() gives each event's arguments, unread ones first, then the error; then it is over.
const { EventEmitter: events, trace } = require('../_trace');

const step = async (label, iterator) => {
  try {
    const { value, done } = await iterator.next();
    trace(label, done ? 'over' : value);
  } catch (error) {
    trace(label, 'raises', error);
  }
};

async function main() {
  const e = new events();
  const unread = events.on(e, 'x');
  trace(e.listenerCount('x'), e.listenerCount('error'));
  e.emit('x', 1);
  e.emit('y', 2);
  e.emit('x', 3, 4);
  e.emit('x');
  e.emit('error', new Error('bad'));
  trace(e.eventNames().length);
  for (let index = 0; index < 5; index += 1) await step('unread', unread);

  const waiting = events.on(e, 'x');
  const steps = [0, 1, 2].map((index) => step(`waiting ${index}`, waiting));
  await new Promise(setImmediate);
  e.emit('x', 'a');
  e.emit('x', 'b');
  e.emit('error', new Error('worse'));
  await Promise.all(steps);
  await step('after', waiting);

  const left = events.on(e, 'x');
  const last = [step('left', left), step('left too', left)];
  await new Promise(setImmediate);
  await left.return();
  await Promise.all(last);
  trace(e.eventNames().length);

  const thrown = events.on(e, 'x');
  e.emit('x', 5);
  thrown.throw(new Error('from outside'));
  e.emit('x', 6);
  trace(e.eventNames().length);
  await step('thrown', thrown);
  await step('thrown', thrown);

  const errors = events.on(e, 'error');
  e.emit('error', new Error('asked for'));
  await step('errors', errors);
  trace(e.listenerCount('error'));
  await errors.return();
  trace(e.eventNames().length);
}

main();

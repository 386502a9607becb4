'use strict';
// With captureRejections what a listener fails with later is an `error`, or the method's.
const { EventEmitter: events, attempt, trace } = require('../_trace');

const settled = async () => {
  for (let count = 0; count < 4; count += 1) await new Promise(setImmediate);
};
process.on('unhandledRejection', (error) => trace('unhandled', error));

async function main() {
  const e = new events({ captureRejections: true });
  e.on('error', (error) => trace('error', error));
  e.on('x', async (...args) => {
    throw new Error(`first of ${args}`);
  });
  e.on('x', async () => {
    await null;
    throw new Error('second');
  });
  e.once('x', async () => {
    throw new Error('once');
  });
  trace(e.emit('x', 1, 2));
  trace('emitted');
  await settled();
  e.removeAllListeners('x');
  e.on('x', () => Promise.reject(new Error('returned')));
  e.on('x', () => 5);
  e.emit('x');
  await settled();

  const own = new events({ captureRejections: true });
  own.on('x', async () => {
    throw new Error('of its own');
  });
  own.on('error', () => trace('never'));
  own[events.captureRejectionSymbol] = (error, event, ...args) => trace('method', error, event, ...args);
  own.emit('x', 'a', 'b');
  await settled();
  own[events.captureRejectionSymbol] = async () => {
    throw new Error('of the method');
  };
  own.emit('x');
  await settled();

  const loop = new events({ captureRejections: true });
  loop.on('x', async () => {
    throw new Error('one');
  });
  loop.on('error', async (error) => {
    trace('error', error);
    throw new Error('two');
  });
  loop.emit('x');
  await settled();
  loop.emit('x');
  await settled();

  const plain = new events();
  plain.on('error', () => trace('never'));
  plain.on('x', async () => {
    throw new Error('not captured');
  });
  plain.emit('x');
  await settled();

  events.captureRejections = true;
  const after = new events();
  const asked = new events({ captureRejections: false });
  events.captureRejections = false;
  for (const one of [plain, after, asked, new events()]) {
    one.removeAllListeners();
    one.on('error', (error) => trace('error', error));
    one.on('x', async () => {
      throw new Error('by default');
    });
    one.emit('x');
    await settled();
  }
  for (const odd of [1, 'yes', {}]) {
    attempt('option', () => (odd === 0 ? 0 : new events({ captureRejections: odd })));
    attempt('default', () => { events.captureRejections = odd; });
  }
  attempt('option', () => new events({ captureRejections: 0 }) && 'made');
  trace(events.captureRejections);
}

main();

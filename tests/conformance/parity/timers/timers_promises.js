'use strict';
// Awaited timers: from the call on, with a value, aborted before and meanwhile, wrong arguments.
const { setTimeout: sleep } = require('node:timers/promises');
const { trace } = require('../_trace');

const count = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

async function fails(label, promise) {
  try {
    trace(label, 'gives', await promise);
  } catch (error) {
    trace(label, error.name, error, error.cause);
  }
}

async function main() {
  trace('value', await sleep(1, 'value'), await sleep(1), await sleep());
  const order = [30, 10, 20].map((ms) => sleep(ms, ms).then((value) => trace('after', value)));
  trace(count());
  for (const one of order) await one;
  const controller = new AbortController();
  setTimeout(() => controller.abort('why'), 10);
  const aborted = sleep(100000, 'x', { signal: controller.signal });
  trace(count());
  await fails('aborted', aborted);
  trace(count());
  const already = sleep(100000, 'x', { signal: controller.signal });
  trace(count());
  await fails('already', already);
  const late = new AbortController();
  trace(await sleep(1, 'in time', { signal: late.signal }));
  late.abort();
  const loose = sleep(20, 'loose', { ref: false });
  trace(count());
  setTimeout(() => {}, 40);
  trace(await loose);
  await fails('a signal', sleep(1, 'x', { signal: 5 }));
  await fails('a reference', sleep(1, 'x', { ref: 'yes' }));
  await fails('text', sleep('2', 'x'));
}

main().then(() => trace('done'));

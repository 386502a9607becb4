'use strict';
// Each way to end or destroy a socket: what its peer gets, and in which order.
const { pair, series, trace, watch } = require('../_trace');

const ways = [
  ['destroy', (s) => s.destroy()],
  ['error', (s) => s.destroy(new Error('mine'))],
  ['reset', (s) => s.resetAndDestroy()],
  ['end', (s) => s.end()],
  ['soon', (s) => s.destroySoon()],
  ['write and soon', (s) => { s.write('last'); s.destroySoon(); }],
];
series(ways, ([name, how], next) => pair((client, served) => {
  trace('--', name);
  watch(client, 'client', 'prefinish finish end error');
  watch(served, 'served', 'data end error close');
  client.resume();
  how(client);
  trace(client.destroyed, client.readyState);
  let left = 2;
  for (const s of [client, served]) s.on('close', () => (--left ? 0 : setImmediate(next)));
}));

'use strict';
// An exception out of a data listener in the middle: all the others still hear theirs.
const { crowd, trace, watch } = require('../_trace');

crowd(5, (clients, served) => {
  served.forEach((s, i) => {
    s.on('data', (data) => {
      trace(i, data);
      if (i % 2) throw new Error(`out of ${i}`);
      process.nextTick(() => trace('tick', i));
    });
    s.on('data', () => trace('second', i));
    watch(s, `served ${i}`, 'end close');
  });
  setImmediate(() => trace('immediate'));
  clients.forEach((c, i) => c.end(`to ${i}`));
});

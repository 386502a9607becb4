'use strict';
// A tick asked for in a listener that throws comes after the next listener.
const { crowd, trace, turns } = require('../_trace');

crowd(3, (clients, served) => {
  served.forEach((s, i) => s.on('data', (data) => {
    trace(i, data);
    process.nextTick(() => trace('tick', i));
    if (i === 0) throw new Error('out of 0');
  }));
  clients.forEach((c, i) => c.write(`to ${i}`));
  turns(5, () => clients.forEach((c) => c.destroy()));
});

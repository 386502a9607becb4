'use strict';
// destroy(error) of another in the middle of a batch: its error comes in the tick.
const { crowd, trace, watch } = require('../_trace');

crowd(3, (clients, served) => {
  served.forEach((s, i) => {
    watch(s, `served ${i}`, 'end error close');
    s.on('data', (data) => {
      trace(i, data);
      if (i === 0) {
        served[1].destroy(new Error('by 0'));
        process.nextTick(() => trace('tick'));
      }
    });
  });
  clients.forEach((c, i) => {
    c.on('error', (error) => trace('client', i, error));
    c.end(`to ${i}`);
  });
});

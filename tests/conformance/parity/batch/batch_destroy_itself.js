'use strict';
// destroy() of each in its own listener: the closes come after the batch.
const { crowd, trace, watch } = require('../_trace');

crowd(4, (clients, served) => {
  served.forEach((s, i) => {
    watch(s, `served ${i}`, 'end error close');
    s.on('data', (data) => {
      trace(i, data);
      s.destroy();
      process.nextTick(() => trace('tick', i));
      setImmediate(() => trace('immediate', i));
    });
  });
  clients.forEach((c, i) => c.write(`to ${i}`));
});

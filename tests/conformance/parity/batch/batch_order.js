'use strict';
// Several sockets with data in one poll: in the order it arrived, each with its ticks.
const { crowd, trace } = require('../_trace');

crowd(5, (clients, served) => {
  served.forEach((s, i) => s.on('data', (data) => {
    trace(i, data);
    process.nextTick(() => trace('tick', i));
    setImmediate(() => trace('immediate', i));
    s.destroy();
  }));
  for (const i of [3, 1, 4, 0, 2]) clients[i].write(`to ${i}`);
});

'use strict';
// destroy() of others in the middle of a batch: their data never comes, each closes once.
const { crowd, trace, turns, watch } = require('../_trace');

crowd(5, (clients, served) => {
  served.forEach((s, i) => {
    watch(s, `served ${i}`, 'end error close');
    s.on('data', (data) => {
      trace(i, data);
      if (i === 2) {
        served[4].destroy();
        served[1].destroy();
        served[0].destroy();
        setImmediate(() => trace('immediate'));
      }
    });
  });
  clients.forEach((c, i) => {
    watch(c, `client ${i}`, 'end error close');
    c.resume();
  });
  for (const i of [0, 2, 4, 1, 3]) clients[i].write(`to ${i}`);
  turns(8, () => {
    clients[2].end();
    clients[3].end();
  });
});

'use strict';
// Each listener writes to all the others' clients: everything arrives, in order.
const { crowd, trace } = require('../_trace');

crowd(4, (clients, served) => {
  const received = clients.map(() => '');
  clients.forEach((c, i) => {
    c.on('data', (data) => { received[i] += data; });
    c.on('end', () => trace('client', i, received[i]));
  });
  let left = 4;
  served.forEach((s, i) => s.on('data', (data) => {
    trace(i, data);
    served.forEach((t) => t.write(`${i} `, () => trace('written', i)));
    if (--left === 0) served.forEach((t) => t.end());
  }));
  for (const i of [2, 0, 3, 1]) clients[i].write(`to ${i}`);
});

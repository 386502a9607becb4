'use strict';
// pause() of itself and of others in the middle of a batch; resume() in the reverse order.
const { crowd, trace, turns } = require('../_trace');

crowd(4, (clients, served) => {
  served.forEach((s, i) => s.on('data', (data) => {
    trace(i, data);
    if (i === 1) served.forEach((t) => t.pause());
  }));
  served.forEach((s, i) => s.on('end', () => trace('end', i)));
  clients.forEach((c, i) => c.end(`to ${i}`));
  turns(5, () => {
    trace('resume');
    served.reverse().forEach((s) => s.resume());
  });
});

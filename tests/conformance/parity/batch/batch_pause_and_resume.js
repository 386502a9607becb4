'use strict';
// pause() and resume() of another at once, in the middle of a batch.
const { crowd, trace } = require('../_trace');

crowd(4, (clients, served) => {
  served.forEach((s, i) => s.on('data', (data) => {
    trace(i, data);
    served[3 - i].pause();
    served[3 - i].resume();
  }));
  served.forEach((s, i) => s.on('end', () => trace('end', i)));
  clients.forEach((c, i) => c.end(`to ${i}`));
});

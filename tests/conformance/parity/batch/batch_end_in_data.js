'use strict';
// end() of all the others inside the first data of a batch.
const { crowd, trace, watch } = require('../_trace');

crowd(4, (clients, served) => {
  served.forEach((s, i) => {
    watch(s, `served ${i}`, 'finish');
    s.on('data', (data) => {
      trace(i, data);
      if (i === 0) served.forEach((t) => t.end());
    });
  });
  clients.forEach((c, i) => {
    watch(c, `client ${i}`, 'end');
    c.resume();
    c.write(`to ${i}`);
  });
});

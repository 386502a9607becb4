'use strict';
// A second "data" listener attached to the others in the middle of a batch hears what follows.
const { crowd, trace, turns } = require('../_trace');

crowd(4, (clients, served) => {
  served.forEach((s, i) => s.on('data', (data) => {
    trace(i, data);
    if (i !== 1) return;
    served.forEach((t, j) => t.on('data', (more) => trace('also', j, more)));
  }));
  clients.forEach((c, i) => c.write(`to ${i}`));
  turns(5, () => clients.forEach((c, i) => c.end(`more ${i}`)));
});

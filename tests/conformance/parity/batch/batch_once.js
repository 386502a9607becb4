'use strict';
// once("data") hears one, wherever in the batch it stands; once() set on another hears its next.
const { crowd, trace, turns } = require('../_trace');

crowd(4, (clients, served) => {
  served.forEach((s, i) => s.once('data', (data) => {
    trace('once', i, data);
    const next = served[(i + 1) % 4];
    next.once('data', (data) => trace('by', i, data));
  }));
  clients.forEach((c, i) => c.write(`to ${i}`));
  turns(5, () => clients.forEach((c, i) => c.end(`more ${i}`)));
});

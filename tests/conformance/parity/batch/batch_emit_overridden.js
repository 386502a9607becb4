'use strict';
// An emit of one's own, put on the others in the middle of a batch, sees what follows.
const { crowd, trace, turns } = require('../_trace');

const WATCHED = new Set(['data', 'end', 'close']);
crowd(4, (clients, served) => {
  const override = (s, i) => {
    const emit = s.emit;
    s.emit = (event, ...args) => {
      if (WATCHED.has(event)) trace('emit', i, event, ...args);
      return emit.call(s, event, ...args);
    };
  };
  served.forEach((s, i) => s.on('data', (data) => {
    trace(i, data);
    if (i === 1 && data.toString() === 'to 1') served.forEach(override);
  }));
  clients.forEach((c, i) => c.write(`to ${i}`));
  turns(5, () => clients.forEach((c, i) => c.write(`more ${i}`)));
  turns(10, () => {
    delete served[2].emit;
    clients.forEach((c, i) => c.end(`last ${i}`));
  });
});

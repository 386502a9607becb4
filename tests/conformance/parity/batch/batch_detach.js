'use strict';
// A listener removed from the others in the middle of a batch hears nothing more.
const { crowd, trace, turns } = require('../_trace');

crowd(4, (clients, served) => {
  const listeners = served.map((s, i) => (data) => {
    trace(i, data);
    if (i === 1) {
      for (const j of [0, 1, 2]) served[j].off('data', listeners[j]);
      served[3].removeAllListeners('data');
      served[3].on('data', (data) => trace('another', data));
    }
  });
  served.forEach((s, i) => s.on('data', listeners[i]));
  clients.forEach((c, i) => c.write(`to ${i}`));
  turns(5, () => {
    trace('again');
    served.forEach((s, i) => s.on('data', (data) => trace('late', i, data)));
    served.forEach((s, i) => s.on('end', () => trace('end', i)));
    served.forEach((s) => s.resume());
    clients.forEach((c, i) => c.end(`more ${i}`));
  });
});

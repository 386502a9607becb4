'use strict';
// An encoding set on the others in the middle of a batch holds for what they hear after it.
const { crowd, trace, turns } = require('../_trace');

crowd(4, (clients, served) => {
  served.forEach((s, i) => s.on('data', (data) => {
    trace(i, typeof data === 'string' ? 'text' : 'bytes', data);
    if (i === 1) served.forEach((t) => t.setEncoding('hex'));
  }));
  served.forEach((s, i) => s.on('end', () => trace('end', i)));
  clients.forEach((c, i) => c.write(`to ${i}`));
  turns(5, () => clients.forEach((c, i) => c.end(`more ${i}`)));
});

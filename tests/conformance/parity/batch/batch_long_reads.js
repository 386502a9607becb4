'use strict';
// Several reads of one socket among others in one poll: its bytes in order, then its end.
const { crowd, trace } = require('../_trace');

const SIZE = 160 << 10;
crowd(3, (clients, served) => {
  served.forEach((s, i) => {
    const all = [];
    s.on('data', (data) => all.push(data));
    s.on('end', () => {
      const whole = Buffer.concat(all);
      trace('end', i, whole.length, whole.every((byte, at) => byte === (at >> 8 & 255)));
    });
  });
  const bytes = Buffer.from(Array.from({ length: SIZE }, (_, at) => at >> 8 & 255));
  clients[0].end(bytes);
  clients[1].end(bytes);
  clients[2].end(bytes);
}, 'long');

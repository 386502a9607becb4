'use strict';
// More sockets than a batch holds, data and end of each in one poll.
const { crowd, trace } = require('../_trace');

crowd(50, (clients, served) => {
  served.forEach((s, i) => {
    s.on('data', (data) => trace(i, data));
    s.on('end', () => trace('end', i));
  });
  clients.forEach((c, i) => c.end(`to ${i}`));
});

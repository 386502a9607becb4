'use strict';
// pipe(destination, end=False) leaves the destination open.
const { pair, trace } = require('../_trace');

pair((client, served) => {
  served.pipe(served, { end: false });
  const all = [];
  client.on('data', (data) => all.push(data));
  client.on('end', () => trace('client end', Buffer.concat(all)));
  served.on('end', () => {
    trace('end', served.writable);
    served.end('!');
  });
  client.end('echo');
}, { server: { allowHalfOpen: true } });

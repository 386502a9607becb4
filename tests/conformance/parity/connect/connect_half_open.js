'use strict';
// allow_half_open= of connect(): the writing side stays open after the server's end.
const { HOST, listen, net, series, trace, watch } = require('../_trace');

const server = net.createServer({ allowHalfOpen: true }, (served) => {
  watch(served, 'served', 'data end');
  served.end('bye');
});
listen(server, (port) => series([true, false], (allowHalfOpen, next) => {
  const client = net.connect({ port, host: HOST, allowHalfOpen });
  watch(client, 'client', 'data end finish close');
  client.on('end', () => setImmediate(() => {
    trace(client.allowHalfOpen, client.writable, client.readyState);
    if (client.writable) client.end('late');
  }));
  client.on('close', next);
}, () => server.close()));

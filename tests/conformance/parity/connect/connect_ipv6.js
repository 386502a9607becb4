'use strict';
// Over IPv6 the addresses and the family say so.
const { net, trace } = require('../_trace');

const server = net.createServer((served) => {
  trace('served', served.remoteAddress, served.remoteFamily, served.localAddress);
  server.close();
  served.end();
});
server.listen(0, '::1', () => {
  trace(server.address());
  const client = net.connect(server.address().port, '::1', () => {
    trace('client', client.remoteAddress, client.localFamily, client.address());
  });
  client.resume();
});

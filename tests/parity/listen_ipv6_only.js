'use strict';
// ipv6_only= on "::": a connection over IPv4 is refused there.
const { HOST, net, series, trace } = require('./_trace');

series([false, true], (ipv6Only, next) => {
  const server = net.createServer((served) => served.end());
  server.listen({ port: 0, host: '::', ipv6Only }, () => series([HOST, '::1'], (host, further) => {
    const client = net.connect(server.address().port, host);
    client.on('connect', () => trace(ipv6Only, host, 'connect'));
    client.on('error', (error) => trace(ipv6Only, host, error.code));
    client.on('close', further).resume();
  }, () => server.close(next)));
});

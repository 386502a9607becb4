'use strict';
// ipv6_only= on "::": IPv4 is refused there, and may be bound by another server.
const { HOST, net, series, trace } = require('./_trace');

series([false, true], (ipv6Only, next) => {
  const server = net.createServer((served) => served.end());
  server.listen({ port: 0, host: '::', ipv6Only }, () => {
    const { port } = server.address();
    series([HOST, '::1'], (host, further) => {
      const client = net.connect(port, host);
      client.on('connect', () => trace(ipv6Only, host, 'connect'));
      client.on('error', (error) => trace(ipv6Only, host, error.code));
      client.on('close', further).resume();
    }, () => {
      const second = net.createServer();
      second.on('error', (error) => {
        trace('second', error.code);
        server.close(next);
      });
      second.listen(port, '0.0.0.0', () => {
        trace('second listens');
        second.close();
        server.close(next);
      });
    });
  });
});

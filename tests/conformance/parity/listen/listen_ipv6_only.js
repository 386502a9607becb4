'use strict';
// ipv6_only= on "::": the port of IPv4 is left to another server.
const { HOST, listen, net, series, trace } = require('../_trace');

const four = net.createServer((served) => served.end('four'));
listen(four, (port) => series([false, true], (ipv6Only, next) => {
  const six = net.createServer((served) => served.end('six'));
  six.on('error', (error) => {
    trace(ipv6Only, error);
    next();
  });
  six.listen({ port, host: '::', ipv6Only }, () => series([HOST, '::1'], (host, further) => {
    const client = net.connect(port, host);
    client.on('data', (data) => trace(ipv6Only, host, data));
    client.on('close', further);
  }, () => six.close(next)));
}, () => four.close()));

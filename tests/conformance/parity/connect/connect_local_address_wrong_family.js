'use strict';
// A local address of the other family cannot be bound.
const { HOST, follow, net, series, trace } = require('../_trace');

const cases = [[HOST, '::1', undefined], ['::1', HOST, undefined], [HOST, '::1', 5]];
series(cases, ([host, localAddress, localPort], next) => {
  const client = follow(net.connect({ port: 1, host, localAddress, localPort }));
  client.on('error', (error) => trace(error.code, error.syscall, error.address, error.port));
  client.on('close', next);
});

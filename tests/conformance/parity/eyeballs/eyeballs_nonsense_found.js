// node: 20
'use strict';
// What is no address is emitted and left out; where nothing is left, the first says why.
const { finds, follow, net, series, trace } = require('../_trace');

const lookups = [
  finds(['x', 4], ['127.0.0.2', 4], ['127.0.0.3', 5], ['::1', 6]),
  finds(['x', 4], ['127.0.0.2', 5]),
  finds(['127.0.0.2', 5], ['x', 4]),
];
series(lookups, (lookup, next) => {
  const client = follow(new net.Socket());
  client.on('error', (error) => trace(error.code, error.host));
  client.on('close', next);
  client.connect({ port: 1, host: 'h.test', lookup, autoSelectFamily: true });
});

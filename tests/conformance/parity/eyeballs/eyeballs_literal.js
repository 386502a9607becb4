// node: 20
'use strict';
// A literal address is one address, also with auto-selection.
const { HOST, follow, net, series, trace } = require('../_trace');

series([HOST, '::1'], (host, next) => {
  const client = follow(net.connect({ port: 1, host, autoSelectFamily: true }));
  client.on('error', (error) => trace(error instanceof AggregateError));
  client.on('close', () => {
    trace(client.autoSelectFamilyAttemptedAddresses);
    next();
  });
});

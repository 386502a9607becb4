// node: 20
'use strict';
// One address, found or left over: its plain error, and no attempted addresses.
const { finds, follow, net, series, trace } = require('../_trace');

const lookups = [finds(['127.0.0.2', 4]), finds(['x', 4], ['::1', 6], ['127.0.0.2', 9])];
series(lookups, (lookup, next) => {
  const client = follow(net.connect({ port: 1, host: 'h.test', lookup, autoSelectFamily: true }));
  client.on('error', (error) => {
    trace(error instanceof AggregateError, error.address, client.autoSelectFamilyAttemptedAddresses);
  });
  client.on('close', next);
});

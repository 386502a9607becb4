// node: 20
'use strict';
// Where all refuse, the families in turn, the error has all of theirs.
const { finds, follow, net, trace } = require('../_trace');

const lookup = finds(
  ['127.0.0.2', 4], ['127.0.0.3', 4], ['::1', 6], ['127.0.0.4', 4], ['::ffff:127.0.0.5', 6], ['127.0.0.6', 4],
);
const client = follow(net.connect({ port: 1, host: 'h.test', lookup, autoSelectFamily: true }));
client.on('error', (error) => {
  trace(error instanceof AggregateError, error.code, error.errors.length);
  for (const each of error.errors) trace(each.code, each.syscall, each.address, each.port);
  trace(client.destroyed, client.autoSelectFamilyAttemptedAddresses);
});

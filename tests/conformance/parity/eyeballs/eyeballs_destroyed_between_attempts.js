// node: 20
'use strict';
// A socket destroyed when its first address has failed: the second is not tried.
const { finds, follow, net, series, trace } = require('../_trace');

series([undefined, new Error('enough')], (reason, next) => {
  const client = follow(new net.Socket());
  client.on('connectionAttemptFailed', () => client.destroy(reason));
  client.on('close', () => {
    trace(client.autoSelectFamilyAttemptedAddresses);
    next();
  });
  const lookup = finds(['127.0.0.2', 4], ['127.0.0.3', 4]);
  client.connect({ port: 1, host: 'h.test', lookup, autoSelectFamily: true });
});

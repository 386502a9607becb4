// node: 20
'use strict';
// All that is emitted of a connection that is refused, over each family and by name.
const { HOST, follow, net, series, trace } = require('../_trace');

series([{ host: HOST }, { host: '::1' }, { host: 'localhost', family: 4 }], (where, next) => {
  const client = follow(net.connect({ port: 1, ...where }));
  client.on('error', (error) => trace(error.code, error.syscall, error.address, error.port, client.destroyed));
  client.on('close', () => {
    trace(client.connecting, client.readyState, client.remoteAddress, client.autoSelectFamilyAttemptedAddresses);
    next();
  });
});

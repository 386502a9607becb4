'use strict';
// A local port that cannot be bound for any of the addresses: none is tried.
const { HOST, finds, follow, net, trace } = require('../_trace');

const server = net.createServer();
server.listen(0, () => {
  const localPort = server.address().port;
  const lookup = finds(['127.0.0.2', 4], ['::1', 6]);
  const client = follow(net.connect({ port: 1, host: 'h.test', lookup, localPort, autoSelectFamily: true }));
  client.on('error', (error) => {
    for (const each of error.errors) trace(each.code, each.syscall, each.address, each.port === localPort);
    trace(client.autoSelectFamilyAttemptedAddresses);
    server.close();
  });
});

// node: 20
'use strict';
// The first of several addresses answers: the others are not tried.
const { HOST, finds, follow, listen, net, trace } = require('../_trace');

const server = net.createServer((served) => {
  served.end();
  server.close();
});
listen(server, (port) => {
  const client = follow(new net.Socket());
  const lookup = finds([HOST, 4], ['127.0.0.2', 4], ['::1', 6]);
  client.connect({ port, host: 'h.test', lookup, autoSelectFamily: true });
  client.on('close', () => {
    const tried = client.autoSelectFamilyAttemptedAddresses;
    trace(tried.length, tried[0] === `${HOST}:${port}`);
  });
  client.resume();
});

// node: 20
'use strict';
// Addresses that refuse are reported, the next is tried, and what was written meanwhile arrives.
const { HOST, finds, follow, listen, net, trace } = require('../_trace');

const server = net.createServer((served) => {
  served.on('data', (chunk) => trace('served', chunk));
  served.on('end', () => served.end());
  server.close();
});
listen(server, (port) => {
  const client = follow(new net.Socket());
  const lookup = finds(['127.0.0.2', 4], ['::1', 6], ['127.0.0.3', 4], [HOST, 4], ['127.0.0.4', 4]);
  client.connect({ port, host: 'h.test', lookup, autoSelectFamily: true });
  client.write('hello', () => trace('written'));
  trace(client.connecting, client.bytesWritten);
  client.on('connect', () => {
    const tried = client.autoSelectFamilyAttemptedAddresses;
    trace(tried.map((each) => each.replace(`:${port}`, '')), client.remoteAddress);
    setImmediate(() => client.end());
  });
  client.resume();
});

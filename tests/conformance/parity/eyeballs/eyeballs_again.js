// node: 20
'use strict';
// A socket that all addresses refused connects again, to one that answers.
const { HOST, finds, follow, listen, net, trace } = require('../_trace');

const server = net.createServer((served) => {
  served.end('hello');
  server.close();
});
listen(server, (port) => {
  const client = follow(new net.Socket());
  const options = (...found) => ({ port, host: 'h.test', lookup: finds(...found), autoSelectFamily: true });
  client.connect(options(['127.0.0.2', 4], ['127.0.0.3', 4]));
  client.once('close', () => {
    client.connect(options(['127.0.0.4', 4], [HOST, 4]));
    client.on('data', (chunk) => trace(chunk, client.autoSelectFamilyAttemptedAddresses.length));
  });
});

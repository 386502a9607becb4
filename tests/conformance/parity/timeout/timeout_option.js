'use strict';
// The timeout option of connect() is a set_timeout().
const { HOST, listen, net, trace } = require('../_trace');

const server = net.createServer((served) => {
  served.on('end', () => trace('served end'));
  served.resume();
  server.close();
});
listen(server, (port) => {
  const client = net.connect({ port, host: HOST, timeout: 20 });
  trace(client.timeout);
  client.on('timeout', () => {
    trace('timeout');
    client.destroy();
  });
});

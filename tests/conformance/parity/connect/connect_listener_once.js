'use strict';
// The listener is called for one connection: a second connect() has its own, or none.
const { HOST, listen, net, trace } = require('../_trace');

const server = net.createServer((served) => served.end());
listen(server, (port) => {
  const client = new net.Socket();
  client.connect(port, HOST, () => trace('listener', client.listenerCount('connect')));
  client.once('close', () => {
    client.connect(port, HOST);
    client.once('connect', () => trace('again'));
    client.once('close', () => server.close());
    client.resume();
  });
  client.resume();
});

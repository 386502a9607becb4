'use strict';
// A name that the system looks up, for IPv4: the event, then the attempt, then the connection.
const { follow, net, trace } = require('../_trace');

const server = net.createServer((served) => {
  served.end();
  server.close();
});
server.listen(0, () => {
  const client = follow(net.connect({ port: server.address().port, host: 'localhost', family: 'IPv4' }));
  client.on('connect', () => trace(client.remoteAddress, client.remoteFamily));
  client.resume();
});

'use strict';
// A closed server listens again: on a path, on a port, on a handle, on a path.
const { HOST, net, path, series, trace, watch } = require('../_trace');

const server = net.createServer((served) => served.end('hello'));
watch(server, 'server', 'listening close');
const lender = net.createServer();
lender.listen(0, HOST, () => {
  const places = [path('first'), 0, lender, path('last')];
  series(places, (place, next) => {
    server.listen(place, () => {
      const address = server.address();
      const client = net.connect(address.port || address);
      watch(client, 'client', 'data close');
      client.on('close', () => server.close(next));
    });
  }, () => lender.close());
});

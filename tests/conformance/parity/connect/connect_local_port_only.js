'use strict';
// A local port without a local address is bound on any address of the family.
const { HOST, listen, net, trace } = require('../_trace');

const spare = net.createServer();
listen(spare, (localPort) => spare.close(() => {
  const server = net.createServer((served) => {
    trace('served', served.remotePort === localPort);
    server.close();
    served.end();
  });
  listen(server, (port) => {
    const client = net.connect({ port, host: HOST, localPort }, () => {
      trace('client', client.localAddress, client.localPort === localPort);
    });
    client.resume();
  });
}));

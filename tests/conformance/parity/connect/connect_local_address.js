'use strict';
// The connection comes from the local address and port that were asked for.
const { HOST, listen, net, series, trace } = require('../_trace');

const spare = net.createServer();
listen(spare, (localPort) => spare.close(() => {
  const server = net.createServer((served) => {
    trace('served', served.remoteAddress, served.remotePort === localPort);
    served.end();
  });
  const forms = [
    { localAddress: '127.0.0.2' },
    { localAddress: '127.0.0.3', localPort },
    { localAddress: '127.0.0.4', localPort: 0 },
    { localAddress: '' },
  ];
  listen(server, (port) => series(forms, (options, next) => {
    const client = net.connect({ port, host: HOST, ...options }, () => {
      trace('client', client.localAddress, client.localPort === localPort);
    });
    client.on('close', next).resume();
  }, () => server.close()));
}));

'use strict';
// The error of a refused connection has the local address and port that were asked for.
const { HOST, follow, listen, net, trace } = require('../_trace');

const spare = net.createServer();
listen(spare, (localPort) => spare.close(() => {
  const client = follow(net.connect({ port: 1, host: HOST, localAddress: '127.0.0.2', localPort }));
  client.on('error', (error) => trace(error.code, error.address, error.port));
}));

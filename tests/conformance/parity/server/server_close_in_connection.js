'use strict';
// close() inside "connection" lets this connection go on.
const { HOST, listen, net, trace, watch } = require('../_trace');

const server = net.createServer((served) => {
  server.close(() => trace('closed'));
  served.end('last one');
});
listen(server, (port) => {
  watch(net.connect(port, HOST), 'client');
});

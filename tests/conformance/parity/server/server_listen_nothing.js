'use strict';
// listen() without arguments listens on a port of the system's choice.
const { net, trace } = require('../_trace');

const server = net.createServer();
server.listen(() => {
  trace(server.address());
  server.close();
});

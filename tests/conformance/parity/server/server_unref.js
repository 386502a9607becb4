'use strict';
// An unref'ed server does not hold the program.
const { listen, net, trace } = require('../_trace');

const server = net.createServer();
listen(server, () => {
  trace(server.unref() === server, server.listening);
});

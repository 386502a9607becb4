'use strict';
// listen(options) with port, host and backlog.
const { HOST, net, trace } = require('../_trace');

const server = net.createServer();
server.listen({ port: 0, host: HOST, backlog: 5 }, () => {
  trace(server.address());
  server.close();
});

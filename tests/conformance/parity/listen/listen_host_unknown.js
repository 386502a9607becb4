'use strict';
// A name that cannot be looked up is an "error"; the server may listen again.
const { HOST, net, trace, watch } = require('../_trace');

const server = net.createServer();
watch(server, 'server', 'listening error close');
server.once('error', (error) => {
  trace(error.code, error.syscall, error.hostname);
  trace(server.listening, server.address());
  server.listen(0, HOST, () => server.close());
});
server.listen(0, 'a..b');
trace(server.listening);

'use strict';
// Beside a port a path is ignored.
const { HOST, fs, net, path, trace } = require('../_trace');

const server = net.createServer();
server.listen({ port: 0, path: path('ignored'), host: HOST }, () => {
  trace(server.address(), fs.existsSync(path('ignored')));
  server.close();
});

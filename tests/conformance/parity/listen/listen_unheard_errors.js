'use strict';
// An error of listen() that nobody listens to comes out; the server may listen again.
const { HOST, net, path, trace } = require('../_trace');

const server = net.createServer();
server.listen(path('missing/socket'));
setImmediate(() => {
  trace(server.listening);
  server.listen(0, HOST, () => {
    trace('listening');
    server.close();
  });
});

'use strict';
// An exception out of "listening": the server listens all the same.
const { HOST, net, trace } = require('../_trace');

const server = net.createServer();
server.listen(0, HOST, () => {
  throw new Error('out of listening');
});
server.on('listening', () => trace('second'));
setTimeout(() => {
  trace(server.listening);
  server.close();
}, 20);

'use strict';
// ref() takes unref() back, also before listening.
const { HOST, net, trace } = require('../_trace');

const server = net.createServer();
server.unref();
server.listen(0, HOST);
server.ref();
server.on('listening', () => {
  server.unref();
  server.ref();
  setTimeout(() => server.close(), 10).unref();
  server.on('close', () => trace('closed'));
});

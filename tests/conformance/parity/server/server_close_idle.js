'use strict';
// close() without connections: "close" listeners in order, the callback among them.
const { listen, net, trace } = require('../_trace');

const server = net.createServer();
listen(server, () => {
  server.on('close', () => trace('before'));
  server.close((error) => trace('callback', error));
  server.on('close', () => trace('after'));
  process.nextTick(() => trace('tick'));
});

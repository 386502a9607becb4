'use strict';
// What close() is given is called with "close", among the listeners; once for each call.
const { HOST, net, trace } = require('../_trace');

const server = net.createServer();
server.on('close', (...all) => trace('before', all.length));
server.listen(0, HOST, () => {
  server.close((...all) => trace('one', all.length));
  server.close((...all) => trace('two', ...all));
  server.on('close', (...all) => trace('after', all.length));
  process.nextTick(() => trace('tick', server.listening));
});
server.once('close', () => server.close((error) => trace('three', error)));

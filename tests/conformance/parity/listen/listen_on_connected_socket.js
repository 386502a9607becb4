'use strict';
// The handle of a connected socket cannot listen.
const { pair, net, trace } = require('../_trace');

pair((client, served) => {
  served.on('error', () => {}).resume();
  const server = net.createServer();
  server.on('error', (error) => trace(error.code, error.syscall, server.listening));
  server.listen(client);
  served.on('close', () => trace('served close'));
});

'use strict';
// Listeners of "listening" before and after the callback, for a port and for a path.
const { HOST, net, path, trace } = require('../_trace');

function listens(name, where, next) {
  const server = net.createServer();
  server.on('listening', () => trace(name, 'before', server.listening));
  server.listen(...where, function callback(...all) {
    trace(name, 'callback', all.length);
    server.close(next);
  });
  server.on('listening', () => trace(name, 'after'));
  process.nextTick(() => trace(name, 'tick', server.listening));
  trace(name, 'called', server.listening, server.listenerCount('listening'));
}
listens('any', [0], () => listens('host', [0, HOST, 5], () => listens('path', [path('s')], () =>
  listens('options', [{ port: 0, host: HOST }]))));

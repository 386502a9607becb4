'use strict';
// Every call to a server whose handle somebody has closed, and to one whose path it was.
const { HOST, attempt, net, path, series, trace, watch } = require('../_trace');

const calls = {
  'address': (server) => trace(server.address()),
  'ref': (server) => trace(server.ref() === server, server.unref() === server, server.ref() === server),
  'listening': (server) => trace(server.listening),
  'listen': (server) => attempt('listen', () => server.listen(0)),
  'connections': (server) => server.getConnections((error, count) => trace('connections', error, count)),
  'most': (server) => { server.maxConnections = 3; trace(server.maxConnections); },
};

series(['tcp', 'pipe'], (kind, nextKind) => series(Object.keys(calls), (name, next) => {
  trace('--', kind, name);
  const server = net.createServer();
  watch(server, 'server', 'listening error close');
  const body = () => {
    server._handle.close();
    try {
      calls[name](server);
    } catch (error) {
      trace('throws', error, error.syscall);
    }
    server.close((error) => {
      trace('closed', error, server.listening);
      next();
    });
  };
  if (kind === 'tcp') server.listen(0, HOST, body);
  else server.listen(path(name), body);
}, nextKind));

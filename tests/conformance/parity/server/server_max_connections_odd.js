'use strict';
// What max_connections may be: nothing, and zero, do not limit.
const { HOST, listen, net, series, trace } = require('../_trace');

const server = net.createServer((served) => served.end());
server.on('drop', () => trace('drop'));
listen(server, (port) => series([null, undefined, 0, 1, 2], (limit, next) => {
  server.maxConnections = limit;
  const client = net.connect(port, HOST);
  client.on('connect', () => trace(limit, 'connect'));
  client.on('error', () => {});
  client.resume().on('close', () => setImmediate(next));
}, () => server.close()));

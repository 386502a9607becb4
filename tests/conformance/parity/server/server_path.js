'use strict';
// A server on a path: its address is the path, its sockets have none, close() removes it.
const { fs, net, path, trace, watch } = require('../_trace');

const server = net.createServer((served) => {
  trace(served.remoteAddress, served.localPort, served.remoteFamily);
  served.end('hello');
  server.close();
});
server.listen(path('here'), () => {
  trace(server.address(), fs.existsSync(path('here')));
  const client = net.connect(path('here'), () => trace('connected', client.remotePort));
  watch(client, 'client');
});
server.on('close', () => trace('closed', fs.existsSync(path('here'))));

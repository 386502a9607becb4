'use strict';
// Connections above max_connections are dropped with both addresses reported.
const { HOST, listen, net, trace, turns, watch } = require('../_trace');

const server = net.createServer((served) => {
  trace('connection');
  served.resume();
});
server.maxConnections = 1;
server.on('drop', (data) => {
  trace('drop', data.localAddress, data.localFamily, data.localPort === server.address().port);
  trace(data.remoteAddress, data.remoteFamily, data.remotePort > 0);
});
listen(server, (port) => {
  const first = net.connect(port, HOST, () => turns(3, () => {
    const second = net.connect(port, HOST);
    watch(second, 'second', 'connect end close');
    second.resume();
    second.on('close', () => server.getConnections((error, count) => {
      trace(error, count);
      first.destroy();
      server.close(() => trace('closed'));
    }));
  }));
});

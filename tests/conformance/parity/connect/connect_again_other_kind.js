'use strict';
// A closed socket connects again to another kind of address: TCP, then a path, then TCP.
const { HOST, listen, net, path, trace, watch } = require('../_trace');

const local = net.createServer((served) => served.end('path'));
const server = net.createServer((served) => served.end('port'));
listen(server, (port) => local.listen(path('again'), () => {
  const places = [{ path: path('again') }, { port, host: HOST }];
  const client = net.connect(port, HOST);
  watch(client, 'client');
  client.on('connect', () => trace(client.remoteAddress, client.remoteFamily));
  client.on('close', () => {
    trace(client.bytesRead, client.remoteAddress);
    if (places.length) {
      client.connect(places.shift());
      trace(client.bytesRead, client.bytesWritten);
    } else {
      server.close();
      local.close();
    }
  });
}));

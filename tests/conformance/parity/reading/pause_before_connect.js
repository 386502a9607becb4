'use strict';
// pause() before connecting holds the data back.
const { HOST, listen, net, trace, turns, watch } = require('../_trace');

const server = net.createServer((served) => {
  server.close();
  served.end('hello');
});
listen(server, (port) => {
  const client = new net.Socket();
  watch(client, 'client', 'connect data end close');
  client.pause();
  client.connect(port, HOST, () => turns(5, () => {
    trace('resume');
    client.resume();
  }));
});

'use strict';
// A socket that has closed connects again and is as good as new.
const { HOST, listen, net, trace, watch } = require('../_trace');

let left = 2;
const server = net.createServer((served) => {
  served.end(`hello ${left}`);
  if (--left === 0) server.close();
});
listen(server, (port) => {
  const client = net.connect(port, HOST);
  watch(client, 'client');
  client.once('close', () => {
    trace(client.destroyed, client.bytesRead);
    client.connect(port, HOST);
    trace(client.destroyed, client.connecting, client.readyState);
  });
});

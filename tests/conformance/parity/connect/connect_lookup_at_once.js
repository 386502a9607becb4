'use strict';
// A lookup function that answers at once: the order of what follows.
const { HOST, answers, follow, listen, net, trace } = require('../_trace');

const server = net.createServer((served) => {
  served.end();
  server.close();
});
listen(server, (port) => {
  const client = follow(new net.Socket());
  client.connect({ port, host: 'h.test', lookup: answers(null, HOST, 4) });
  trace('called', client.connecting, client.readyState);
  process.nextTick(() => trace('tick'));
  client.resume();
});

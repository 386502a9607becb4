'use strict';
// A signal closes the server, not its connections.
const { HOST, net, trace, watch } = require('../_trace');

const controller = new AbortController();
const server = net.createServer((served) => {
  watch(served, 'served', 'data end close');
  controller.abort();
  trace('aborted', server.listening);
  served.end('bye');
});
server.on('close', () => trace('server close'));
server.listen({ port: 0, host: HOST, signal: controller.signal }, () => {
  watch(net.connect(server.address().port, HOST), 'client', 'data end');
});

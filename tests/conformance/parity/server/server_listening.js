'use strict';
// address() and listening before, in and after "listening"; the callback is one listener.
const { HOST, net, trace, watch } = require('../_trace');

const server = net.createServer();
trace(server.listening, server.address());
watch(server, 'server', 'listening close');
trace(server.listen(0, HOST, () => {
  trace('callback', server.listening, server.address());
  process.nextTick(() => trace('tick'));
  trace(server.close() === server);
  trace(server.listening, server.address());
}) === server);
trace(server.listening);

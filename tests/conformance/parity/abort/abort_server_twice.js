'use strict';
// A signal that comes after close() does nothing, nor does it to the next listen().
const { HOST, net, trace, watch } = require('../_trace');

const controller = new AbortController();
const server = net.createServer();
watch(server, 'server', 'listening error');
server.once('close', () => {
  trace('closed');
  server.listen(0, HOST, () => {
    controller.abort();
    trace('aborted', server.listening);
    server.close(() => trace('closed again'));
  });
});
server.listen({ port: 0, host: HOST, signal: controller.signal }, () => server.close());

'use strict';
// A signal closes its server; "close" is emitted as by close().
const { HOST, net, trace, watch } = require('../_trace');

const controller = new AbortController();
const server = net.createServer();
watch(server, 'server', 'listening error close');
server.listen({ port: 0, host: HOST, signal: controller.signal }, () => {
  controller.abort();
  trace('aborted', server.listening);
  process.nextTick(() => trace('tick'));
  setImmediate(() => trace('immediate'));
});

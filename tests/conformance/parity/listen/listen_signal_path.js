'use strict';
// A signal closes a server on a path: its file goes, and "close" comes.
const { fs, net, path, trace, watch } = require('../_trace');

const controller = new AbortController();
const server = net.createServer();
watch(server, 'server', 'listening error close');
server.listen({ path: path('signal'), signal: controller.signal }, () => {
  controller.abort();
  trace(server.listening, fs.existsSync(path('signal')));
});

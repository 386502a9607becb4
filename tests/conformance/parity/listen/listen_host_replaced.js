'use strict';
// A second listen() while a name is looked up takes its place.
const { net, path, trace, watch } = require('../_trace');

const server = net.createServer();
watch(server, 'server', 'listening error close');
server.listen(0, 'localhost', () => trace('first'));
server.listen(path('second'), () => {
  trace('second', server.address());
  setTimeout(() => server.close(), 20);
});

'use strict';
// The second close() calls back with ERR_SERVER_NOT_RUNNING.
const { listen, net, trace, watch } = require('../_trace');

const server = net.createServer();
watch(server, 'server', 'error close');
listen(server, () => {
  server.close((error) => trace('first', error));
  server.close((error) => trace('second', error));
  server.once('close', () => server.close((error) => trace('third', error)));
});

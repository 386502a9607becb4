'use strict';
// A signal given to connect() ends the attempt to reach a path.
const { net, path, watch } = require('../_trace');

const server = net.createServer((served) => served.resume());
server.listen(path('signal'), () => {
  const controller = new AbortController();
  const client = net.connect({ path: path('signal'), signal: controller.signal });
  watch(client, 'client');
  client.on('close', () => server.close());
  controller.abort();
});

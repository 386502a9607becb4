'use strict';
// A signal aborts connecting.
const { HOST, listen, net, trace, watch } = require('../_trace');

const server = net.createServer(() => trace('served'));
listen(server, (port) => {
  const controller = new AbortController();
  const client = net.connect({ port, host: HOST, signal: controller.signal });
  watch(client, 'client');
  client.write('lost', (error) => trace('write', error));
  trace(client.connecting);
  controller.abort();
  trace(client.connecting, client.destroyed);
  client.on('close', () => server.close());
});

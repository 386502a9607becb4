'use strict';
// A client that retries from "close" until the server listens, as one waits for a service.
const { net, path, trace, watch } = require('../_trace');

const where = path('later');
const server = net.createServer((served) => {
  served.end('welcome');
  server.close();
});
const client = new net.Socket();
watch(client, 'client');
let tries = 0;
client.on('close', () => {
  if (++tries === 2) server.listen(where, () => client.connect(where));
  else if (tries < 3) client.connect(where);
  else trace(tries);
});
client.connect(where);

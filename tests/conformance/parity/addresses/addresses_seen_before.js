'use strict';
// An address asked for once is still known after the close.
const { pair, trace } = require('../_trace');

pair((client, served) => {
  trace(client.remoteAddress, client.localAddress);
  served.destroy();
  client.destroy();
  client.on('close', () => trace(client.remoteAddress, client.localAddress));
});

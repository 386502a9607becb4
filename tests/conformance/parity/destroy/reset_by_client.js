'use strict';
// A reset by the client is ECONNRESET at the server.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client');
  watch(served, 'served');
  served.on('error', (error) => trace(error.syscall, error.code));
  client.resetAndDestroy();
});

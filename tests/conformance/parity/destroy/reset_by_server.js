'use strict';
// A reset by the server is ECONNRESET at the client, an ordinary close at the server.
const { pair, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client');
  watch(served, 'served');
  served.resetAndDestroy();
});

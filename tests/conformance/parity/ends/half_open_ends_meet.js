'use strict';
// Both sides end in the same tick.
const { pair, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'data end finish close');
  watch(served, 'served', 'data end finish close');
  client.end('from client');
  served.end('from server');
});

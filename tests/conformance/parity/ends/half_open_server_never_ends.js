'use strict';
// Destroying a half-open socket from the side that still may write.
const { pair, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'data end finish error close');
  watch(served, 'served', 'data end finish error close');
  served.on('end', () => served.destroy());
  client.end();
}, { server: { allowHalfOpen: true } });

'use strict';
// Two sockets destroyed in the same tick close in that order.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'error close');
  watch(served, 'served', 'error close');
  served.destroy();
  client.destroy();
  process.nextTick(() => trace('tick'));
  setImmediate(() => trace('immediate'));
});

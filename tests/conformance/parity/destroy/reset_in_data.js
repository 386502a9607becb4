'use strict';
// reset_and_destroy() inside "data".
const { pair, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'error close');
  watch(served, 'served', 'error close');
  served.on('data', () => served.resetAndDestroy());
  client.resume();
  client.write('x');
});

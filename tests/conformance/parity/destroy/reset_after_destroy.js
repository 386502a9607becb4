'use strict';
// reset_and_destroy() of a destroyed socket changes nothing.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'error close');
  served.destroy();
  client.destroy();
  client.resetAndDestroy();
  client.on('close', () => trace(client.resetAndDestroy() === client));
});

'use strict';
// reset_and_destroy() after end() is still a reset.
const { pair, trace, turns, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'finish end error close');
  watch(served, 'served', 'end error close');
  served.resume();
  client.end();
  client.on('finish', () => turns(3, () => client.resetAndDestroy()));
  served.on('end', () => trace('writable', served.writable));
}, { server: { allowHalfOpen: true } });

'use strict';
// Without it the end is answered at once, by itself.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'end finish close');
  watch(served, 'served', 'end finish close');
  client.on('end', () => trace(client.readyState, client.writable));
  client.resume();
  served.resume();
  served.end();
});

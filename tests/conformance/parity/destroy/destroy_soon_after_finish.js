'use strict';
// destroy_soon() after "finish" destroys at once.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'finish close');
  watch(served, 'served', 'end close');
  served.resume();
  client.end();
  client.on('finish', () => {
    client.destroySoon();
    trace(client.destroyed);
  });
  served.on('end', () => served.end());
}, { server: { allowHalfOpen: true } });

'use strict';
// An idle socket emits "timeout" and stays open.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'timeout end close');
  client.resume();
  served.resume();
  client.setTimeout(20);
  trace(client.timeout);
  client.on('timeout', () => {
    trace(client.destroyed, client.readyState);
    client.setTimeout(0);
    client.end();
  });
});

'use strict';
// A client that allows half-open connections goes on writing after the server's end.
const { pair, trace, turns, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'data end finish close');
  watch(served, 'served', 'data end finish close');
  client.on('end', () => {
    trace(client.readyState, client.writable, client.readable);
    client.write('more');
    turns(3, () => client.end());
  });
  served.end('that is all');
}, { client: { allowHalfOpen: true } });

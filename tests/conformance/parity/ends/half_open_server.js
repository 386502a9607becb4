'use strict';
// A server that allows half-open connections answers after the client's end.
const { pair, trace, turns, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'data end finish close');
  watch(served, 'served', 'data end finish close');
  served.on('end', () => {
    trace(served.readyState, served.allowHalfOpen);
    turns(3, () => served.end('answer'));
  });
  client.end('question');
  trace(client.readyState);
}, { server: { allowHalfOpen: true } });

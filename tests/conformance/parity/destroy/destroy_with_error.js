'use strict';
// destroy(error): "error" with it, then "close" with True; the peer just sees an end.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'end error close');
  watch(served, 'served', 'data end error close');
  client.destroy(new Error('enough'));
  process.nextTick(() => trace('tick'));
  setImmediate(() => trace('immediate'));
});

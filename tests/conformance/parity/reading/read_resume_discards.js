'use strict';
// resume() without a listener discards the data and brings "end".
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  watch(served, 'served', 'end close');
  served.resume();
  client.end('discarded');
  served.on('close', () => trace(served.bytesRead));
});

'use strict';
// Writes still queued when destroy() comes fail, in order, before "close".
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'error close');
  const big = Buffer.alloc(8 << 20);
  client.write(big, (error) => trace('big', error));
  client.write('two', (error) => trace('two', error));
  client.write('three', (error) => trace('three', error));
  client.destroy();
  served.destroy();
});

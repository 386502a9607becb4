'use strict';
// destroy_soon() lets everything out first.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'finish close');
  let bytes = 0;
  served.on('data', (data) => { bytes += data.length; });
  served.on('end', () => trace('end', bytes));
  watch(served, 'served', 'error close');
  client.write(Buffer.alloc(8 << 20), () => trace('written'));
  client.destroySoon();
  trace(client.destroyed, client.writable);
});

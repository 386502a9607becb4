'use strict';
// end(data, encoding, callback): the callback comes with "finish".
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  watch(served, 'served', 'data end');
  client.on('finish', () => trace('before'));
  client.end('68656c6c6f', 'hex', () => trace('callback'));
  client.on('finish', () => trace('after'));
  process.nextTick(() => trace('tick'));
});

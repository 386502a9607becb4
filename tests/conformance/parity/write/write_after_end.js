'use strict';
// A write after end() destroys the socket with ERR_STREAM_WRITE_AFTER_END.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'error close');
  served.resume();
  client.end();
  trace(client.write('late', (error) => trace('callback', error)));
  process.nextTick(() => trace('tick'));
});

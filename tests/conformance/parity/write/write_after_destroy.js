'use strict';
// A write after destroy() calls back with ERR_STREAM_DESTROYED, and reports it to nobody else.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'error close');
  served.resume();
  client.destroy();
  trace(client.write('late', (error) => trace('callback', error)));
  client.on('close', () => client.write('later', (error) => trace('after close', error)));
});

'use strict';
// A write after destroy() tells its callback ERR_STREAM_DESTROYED, nobody else.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'error close');
  served.resume();
  client.destroy();
  trace(client.write('late', (error) => trace('callback', error)));
  client.on('close', () => client.write('later', (error) => trace('after close', error)));
});

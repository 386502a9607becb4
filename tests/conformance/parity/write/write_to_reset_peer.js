'use strict';
// A write that meets a reset fails as a system error of "write" or "read".
const { pair, trace, turns, watch } = require('../_trace');

pair((client, served) => {
  client.pause();
  client.on('error', (error) => trace('error', error.code === 'EPIPE' || error.code === 'ECONNRESET'));
  watch(client, 'client', 'close');
  served.resetAndDestroy();
  served.on('close', () => {
    client.write('one');
    turns(2, () => client.write('two'));
  });
});

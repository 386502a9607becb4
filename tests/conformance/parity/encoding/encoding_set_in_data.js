'use strict';
// An encoding set inside "data" holds from the next data on.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  watch(served, 'served', 'data end');
  served.once('data', () => {
    served.setEncoding('utf8');
    client.end('two');
  });
  served.on('data', (data) => trace(typeof data === 'string'));
  client.write('one');
});

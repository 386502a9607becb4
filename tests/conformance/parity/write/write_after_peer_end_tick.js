'use strict';
// A write in the tick after "end", while the socket is closing by itself.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'error close');
  client.resume();
  client.on('end', () => {
    process.nextTick(() => {
      trace(client.writable, client.write('late', (error) => trace('callback', error)));
    });
  });
  served.end();
  served.resume();
});

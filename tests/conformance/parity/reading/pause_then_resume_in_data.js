'use strict';
// pause() and resume() inside one "data" change nothing.
const { pair, watch } = require('../_trace');

pair((client, served) => {
  watch(served, 'served', 'data end close');
  served.once('data', () => {
    served.pause();
    served.resume();
    client.end('two');
  });
  client.write('one');
});

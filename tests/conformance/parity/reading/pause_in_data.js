'use strict';
// pause() inside "data" holds the following data and the end back.
const { pair, trace, turns, watch } = require('../_trace');

pair((client, served) => {
  watch(served, 'served', 'data end');
  served.once('data', () => {
    served.pause();
    client.end('two');
    turns(5, () => {
      trace('resume');
      served.resume();
    });
  });
  client.write('one');
});

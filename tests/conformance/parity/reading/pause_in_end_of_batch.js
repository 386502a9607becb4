'use strict';
// pause() in the last "data" before an end that has arrived already holds "end" back.
const { pair, trace, turns, watch } = require('../_trace');

pair((client, served) => {
  client.end('all');
  served.once('data', (data) => {
    trace(data);
    served.pause();
    turns(5, () => {
      trace('resume');
      served.resume();
    });
  });
  watch(served, 'served', 'end finish close');
});

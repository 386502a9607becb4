'use strict';
// A paused socket emits nothing; everything is there after resume(), then "end".
const { pair, trace, turns, watch } = require('../_trace');

pair((client, served) => {
  watch(served, 'served', 'data end close');
  served.pause();
  client.end('waiting');
  turns(5, () => {
    trace('resume');
    served.resume();
  });
});

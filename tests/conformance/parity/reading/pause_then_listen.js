'use strict';
// After pause() a "data" listener does not start the flow; resume() does.
const { pair, trace, turns, watch } = require('../_trace');

pair((client, served) => {
  served.pause();
  watch(served, 'served', 'data end');
  client.end('waiting');
  turns(5, () => {
    trace('resume');
    served.resume();
  });
});

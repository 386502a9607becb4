'use strict';
// The callback is called once, "timeout" again after new activity.
const { pair, trace } = require('../_trace');

pair((client, served) => {
  let count = 0;
  served.resume();
  client.setTimeout(20, () => trace('callback'));
  client.on('timeout', () => {
    trace('timeout', client.listenerCount('timeout'));
    if (++count < 3) client.write('x');
    else client.destroy();
  });
});

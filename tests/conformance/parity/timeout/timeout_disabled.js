'use strict';
// set_timeout(0, callback) takes the timeout and the callback away.
const { pair, trace } = require('../_trace');

pair((client, served) => {
  served.resume();
  const callback = () => trace('callback');
  client.setTimeout(20, callback);
  client.setTimeout(0, callback);
  trace(client.timeout, client.listenerCount('timeout'));
  setTimeout(() => client.destroy(), 60);
});

'use strict';
// A destroyed socket does not time out.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'timeout close');
  served.resume();
  client.setTimeout(10);
  client.destroy();
  setTimeout(() => trace('timer', client.timeout), 50);
});

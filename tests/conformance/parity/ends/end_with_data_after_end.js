'use strict';
// end(data) after end() is a write after end.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'finish error close');
  served.resume();
  client.end();
  client.end('more', (error) => trace('callback', error));
});

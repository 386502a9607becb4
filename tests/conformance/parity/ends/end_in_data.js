'use strict';
// end(data) inside "data" is the answer and the end.
const { pair, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'data end finish close');
  watch(served, 'served', 'end finish close');
  served.on('data', (data) => served.end(data));
  client.write('echo me');
});

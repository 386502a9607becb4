'use strict';
// Only the first destroy() counts, whatever errors are given.
const { pair, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'error close');
  served.resume();
  client.destroy(new Error('first'));
  client.destroy(new Error('second'));
  client.destroy();
  client.on('close', () => client.destroy(new Error('third')));
});

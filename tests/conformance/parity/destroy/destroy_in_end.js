'use strict';
// destroy() inside "end".
const { pair, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'end finish error close');
  client.resume();
  watch(served, 'served', 'end finish error close');
  served.on('end', () => served.destroy());
  served.resume();
  client.end();
});

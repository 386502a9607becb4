'use strict';
// An exception out of "end": the socket still ends and closes by itself.
const { pair, watch } = require('./_trace');

pair((client, served) => {
  served.on('end', () => {
    throw new Error('out of end');
  });
  watch(served, 'served', 'finish close');
  watch(client, 'client', 'end close');
  served.resume();
  client.resume();
  client.end();
});

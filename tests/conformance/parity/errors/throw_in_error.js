'use strict';
// An exception out of an "error" listener comes out, and "close" still follows.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  client.on('error', (error) => {
    trace(error);
    throw new Error('out of error');
  });
  watch(client, 'client', 'close');
  served.resume();
  client.destroy(new Error('wanted'));
});

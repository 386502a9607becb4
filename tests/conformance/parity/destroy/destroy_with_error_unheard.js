'use strict';
// destroy(error) without an "error" listener comes out; "close" still follows.
const { pair, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'close');
  served.resume();
  client.destroy(new Error('enough'));
});

'use strict';
// listen(path=) and connect(path=).
const { pair, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'data end close');
  watch(served, 'served', 'data end close');
  client.end('question');
  served.end('answer');
}, { pathName: 'options' });

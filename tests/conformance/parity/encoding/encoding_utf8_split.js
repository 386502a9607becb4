'use strict';
// A character split across reads arrives whole.
const { eventually, pair, watch } = require('../_trace');

pair((client, served) => {
  served.setEncoding('utf8');
  watch(served, 'served', 'data end');
  client.setNoDelay();
  const bytes = Buffer.from('a€😀b');
  const send = (i) => {
    if (i === bytes.length) return client.end();
    client.write(bytes.subarray(i, i + 1));
    eventually(() => served.bytesRead === i + 1, () => send(i + 1));
  };
  send(0);
});

'use strict';
// An empty write is a write: its callback is called, nothing is sent.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  watch(served, 'served', 'data end');
  client.write('', () => trace('text'));
  client.write(Buffer.alloc(0), () => trace('bytes'));
  trace(client.bytesWritten);
  client.end('', () => trace('end'));
});

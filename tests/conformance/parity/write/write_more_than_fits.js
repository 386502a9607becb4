'use strict';
// What the kernel does not take is queued: one "drain" and the callbacks, in order.
const { pair, trace } = require('../_trace');

pair((client, served) => {
  let bytes = 0;
  served.pause();
  client.on('drain', () => trace('drain', client.bytesWritten));
  trace(client.write(Buffer.alloc(8 << 20), () => trace('one')));
  trace(client.write('two', () => trace('two')));
  trace(client.bytesWritten);
  served.on('data', (data) => {
    bytes += data.length;
    if (bytes === (8 << 20) + 3) client.end(() => trace('end'));
  });
  served.resume();
  served.on('end', () => trace('bytes', bytes));
});

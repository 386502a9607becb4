'use strict';
// What is left of a socket inside its "close".
const { pair, trace } = require('../_trace');

pair((client, served) => {
  served.resume();
  client.write('12345');
  client.setTimeout(1000);
  client.on('close', () => {
    trace(client.bytesRead, client.bytesWritten, client.bufferSize, client.timeout);
    trace(client.readyState, client.destroyed, client.readable, client.writable);
    trace(client.connecting, client.pending, client.allowHalfOpen);
  });
  client.destroy();
});

'use strict';
// A write that is under way when a timer destroys the socket is no error of the socket's.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  served.pause();
  watch(client, 'client', 'error close');
  client.write(Buffer.alloc(16 << 20), (error) => trace('big', error));
  client.write('two', (error) => trace('two', error));
  client.on('close', () => trace('errored', client.errored));
  setTimeout(() => {
    client.destroy();
    served.destroy();
  }, 20);
});

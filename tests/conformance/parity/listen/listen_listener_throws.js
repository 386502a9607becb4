'use strict';
// An exception out of a "listening" listener is the program's; the server goes on listening.
const { HOST, net, trace, watch } = require('../_trace');

const server = net.createServer((served) => {
  served.end('hello');
  server.close();
});
server.listen(0, HOST, () => {
  setImmediate(() => {
    trace(server.listening);
    watch(net.connect(server.address().port, HOST), 'client', 'data close');
  });
  throw new Error('broken');
});

'use strict';
// The callback of a listen() that failed is called by the next one that does not.
const { HOST, listen, net, trace } = require('../_trace');

const first = net.createServer();
listen(first, (port) => {
  const second = net.createServer();
  second.on('error', (error) => {
    trace(error, second.listenerCount('listening'));
    second.listen(0, HOST, () => {
      trace('second callback');
      second.close();
      first.close();
    });
  });
  second.listen(port, HOST, () => trace('first callback'));
});

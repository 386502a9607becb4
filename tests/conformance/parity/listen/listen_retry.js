'use strict';
// The manual's example: the address is in use, so try again a moment later.
const { HOST, listen, net, trace, watch } = require('../_trace');

const first = net.createServer();
listen(first, (port) => {
  const second = net.createServer();
  watch(second, 'second', 'listening error close');
  second.on('error', (error) => {
    if (error.code !== 'EADDRINUSE') return;
    trace('in use, retrying', error.port === port);
    first.close();
    setTimeout(() => {
      second.close();
      second.listen(port, HOST);
    }, 10);
  });
  second.on('listening', () => {
    trace(second.address().port === port);
    second.close();
  });
  second.listen(port, HOST);
});

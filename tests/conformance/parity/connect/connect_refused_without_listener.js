'use strict';
// An "error" nobody listens to comes out, and "close" follows.
const { HOST, listen, net, trace, watch } = require('../_trace');

const server = net.createServer();
listen(server, (port) => {
  server.close(() => {
    watch(net.connect(port, HOST), 'client', 'close');
    setImmediate(() => trace('immediate'));
  });
});

'use strict';
// Without an "error" listener it comes out.
const { HOST, listen, net, trace } = require('../_trace');

const first = net.createServer();
listen(first, (port) => {
  net.createServer().listen(port, HOST);
  setTimeout(() => first.close(() => trace('closed')), 10);
});

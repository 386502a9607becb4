'use strict';
// Without a host, a port in use is reported with the address of all IPv6 or all IPv4.
const { net, series, trace } = require('../_trace');

const first = net.createServer();
first.listen(0, () => {
  const { port } = first.address();
  series([[port], [port, '::'], [port, '0.0.0.0'], [port, '::1']], (place, next) => {
    const second = net.createServer();
    second.on('error', (error) => {
      trace(error, error.code, error.syscall, error.address, error.port === port);
      next();
    });
    second.listen(...place, () => {
      trace('listening');
      second.close(next);
    });
  }, () => first.close());
});

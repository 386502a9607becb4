'use strict';
// A port in use is an "error", no "close"; the server can then listen elsewhere.
const { HOST, listen, net, trace, watch } = require('../_trace');

const first = net.createServer();
listen(first, (port) => {
  const second = net.createServer();
  watch(second, 'second', 'listening close');
  second.once('error', (error) => {
    trace(error, error.code, error.syscall, error.address, error.port === port);
    trace(second.listening, second.address());
    second.listen(0, HOST, () => {
      second.close();
      first.close();
    });
  });
  second.listen(port, HOST);
  process.nextTick(() => trace('tick'));
  setImmediate(() => trace('immediate'));
});

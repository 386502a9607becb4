'use strict';
// A path in use is EADDRINUSE with the path as address; the first server is not hurt.
const { net, path, trace, watch } = require('../_trace');

const first = net.createServer((served) => {
  first.close();
  served.end('still here');
});
first.listen(path('one'), () => {
  const second = net.createServer();
  second.on('error', (error) => {
    trace(error, error.code, error.syscall, error.address);
    watch(net.connect(path('one')), 'client', 'data close');
  });
  second.listen(path('one'));
});

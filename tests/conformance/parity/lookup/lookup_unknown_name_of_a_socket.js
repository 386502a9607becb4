'use strict';
// A name that cannot be looked up: the socket's error, with the "lookup" event before it.
const { follow, net, series, trace } = require('../_trace');

series([false, true], (autoSelectFamily, next) => {
  const client = follow(net.connect({ port: 1, host: 'a..b', autoSelectFamily }));
  client.on('error', (error) => trace(error.code, error.syscall, error.hostname, error.port));
  client.on('close', next);
});

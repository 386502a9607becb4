'use strict';
// A lookup function whose family is not the address's.
const { HOST, answers, follow, net, series, trace } = require('../_trace');

series([[HOST, 6], ['::1', 4]], (answer, next) => {
  const client = follow(net.connect({ port: 1, host: 'h.test', lookup: answers(null, ...answer) }));
  client.on('error', (error) => trace(error.code, error.syscall, error.address, error.port));
  client.on('close', next);
});

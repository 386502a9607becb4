'use strict';
// An address that is not this machine's is EADDRNOTAVAIL.
const { net, trace } = require('../_trace');

const server = net.createServer();
server.on('error', (error) => trace(error, error.code, error.syscall, error.address));
server.listen(0, '192.0.2.1');

'use strict';
// A path in a directory that is not there is an "error".
const { net, path, trace, watch } = require('../_trace');

const server = net.createServer();
watch(server, 'server', 'listening close');
server.on('error', (error) => trace(error.code, error.syscall));
server.listen(path('no/such/directory'));

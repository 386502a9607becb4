'use strict';
// A path longer than the system allows.
const { fs, net, path, trace, watch } = require('../_trace');

const name = 'x'.repeat(120);
const server = net.createServer();
watch(server, 'server', 'listening close');
server.on('error', (error) => trace(error.code, error.syscall, error.address === path(name)));
server.on('listening', () => server.close());
server.listen(path(name));

'use strict';
// Without a host the server is bound at once, on the unspecified address.
const { net, trace, watch } = require('../_trace');

const server = net.createServer();
server.listen(0, () => trace('callback'));
trace(server.listening, server.address());
server.on('listening', () => server.close());
watch(server, 'server', 'listening close');

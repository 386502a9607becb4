'use strict';
// close() of a server that never listened.
const { net, trace, watch } = require('../_trace');

const server = net.createServer();
watch(server, 'server', 'error close');
server.close((error) => trace('callback', error));
trace('returned');
process.nextTick(() => trace('tick'));

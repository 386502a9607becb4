'use strict';
// close() right after listen(): bound at once there is no "listening".
const { net, trace, watch } = require('../_trace');

const server = net.createServer();
watch(server, 'server', 'listening error close');
server.listen(0);
server.close((error) => trace('callback', error));
trace(server.listening);

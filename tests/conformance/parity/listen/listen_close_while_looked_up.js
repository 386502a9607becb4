'use strict';
// close() while a name is looked up.
const { net, trace, watch } = require('../_trace');

const server = net.createServer();
watch(server, 'server', 'listening error close');
server.listen(0, '127.0.0.1', () => server.close());
server.close((error) => trace('closed', error));

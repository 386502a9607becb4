'use strict';
// A name as host: the server listens once it is looked up, and meanwhile does not.
const { net, trace } = require('../_trace');

const server = net.createServer();
server.on('listening', () => trace('listening', server.listening, server.address().port > 0));
server.on('close', () => trace('close'));
server.listen({ port: 0, host: 'localhost' }, () => server.close());
trace(server.listening, server.address());

'use strict';
// A server whose signal is aborted already.
const { HOST, net, trace, watch } = require('../_trace');

const server = net.createServer().on('listening', () => server.close());
watch(server, 'server', 'listening error close');
process.nextTick(() => trace('tick before', server.listening));
server.listen({ port: 0, host: HOST, signal: AbortSignal.abort() });
trace('called', server.listening);
process.nextTick(() => trace('tick after', server.listening));

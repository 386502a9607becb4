'use strict';
// What listen() refuses.
const { HOST, attempt, net, path, trace } = require('../_trace');

const server = net.createServer();
attempt('-1', () => server.listen(-1));
attempt('65536', () => server.listen(65536));
attempt('1.5', () => server.listen(1.5));
attempt('port text', () => server.listen({ port: 'abc' }));
attempt('port -1', () => server.listen({ port: -1 }));
attempt('no keyword', () => server.listen({ host: HOST }));
attempt('true', () => server.listen(true));
attempt('port list', () => server.listen({ port: [] }));
attempt('path number', () => server.listen({ path: 5 }));
trace(server.listening);

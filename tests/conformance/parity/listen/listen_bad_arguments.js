'use strict';
// What is neither a port nor a path nor a handle.
const { HOST, attempt, net } = require('../_trace');

const server = net.createServer();
attempt('port list', () => server.listen({ port: [0] }));
attempt('port true', () => server.listen({ port: true }));
attempt('path number', () => server.listen({ path: 5 }));
attempt('path empty', () => server.listen({ path: '' }));
attempt('host alone', () => server.listen({ host: HOST }));
attempt('fd text', () => server.listen({ fd: 'x' }));
attempt('fd negative', () => server.listen({ fd: -1 }));
attempt('backlog alone', () => server.listen({ backlog: 5 }));
attempt('host number', () => server.listen({ port: 0, host: 5 }));
attempt('host list', () => server.listen({ port: 0, host: [HOST] }));
attempt('signal', () => server.listen({ port: 0, signal: 5 }));
attempt('signal text', () => server.listen({ path: 'x', signal: 'x' }));

'use strict';
// Ports that listen() refuses, as a number and as text; the server is as it was.
const { attempt, net, trace } = require('../_trace');

const server = net.createServer();
for (const port of [-1, 65536, 1.5, NaN, Infinity, '65536', '-1', '1.5', '0x10000']) {
  attempt(`port ${port}`, () => server.listen({ port }));
}
attempt('empty', () => server.listen({ port: '' }));
attempt('blank', () => server.listen({ port: ' ' }));
attempt('name', () => server.listen({ port: 'http' }));
attempt('first', () => server.listen(65536, '127.0.0.1'));
trace(server.listening, server.listenerCount('listening'));

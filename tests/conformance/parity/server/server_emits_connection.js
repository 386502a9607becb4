'use strict';
// A "connection" that the program emits calls the listener; the server counts it not.
const { net, trace } = require('../_trace');

const server = net.createServer((served) => trace('listener', served));
server.prependListener('connection', (served) => trace('first', served));
trace(server.emit('connection', new net.Socket()), server.listenerCount('connection'));
server.getConnections((error, count) => trace('count', error, count));

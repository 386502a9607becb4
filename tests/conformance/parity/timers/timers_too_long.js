'use strict';
// The warnings of times that are too long, of timers and of sockets, in their words.
const { net, trace } = require('../_trace');

process.removeAllListeners('warning');
process.on('warning', ({ name, message }) => trace(name, message));
for (const delay of [2 ** 31, 2147483647.5, 1e21, 4294967296.25, Infinity, '99999999999', 2 ** 31 - 1]) {
  clearTimeout(setTimeout(() => {}, delay));
}
clearInterval(setInterval(() => {}, 2 ** 40));
const socket = new net.Socket();
socket.setTimeout(2 ** 31);
trace(socket.timeout);
socket.setTimeout(12345678901.5);
trace(socket.timeout);
socket.setTimeout(2 ** 31 - 1);
trace(socket.timeout);
socket.setTimeout(0);
trace('made');

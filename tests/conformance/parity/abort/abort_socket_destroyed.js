'use strict';
// A signal does nothing to a socket that has been destroyed.
const { net, trace } = require('../_trace');

const controller = new AbortController();
const socket = new net.Socket({ signal: controller.signal });
socket.on('error', () => trace('error')).on('close', () => trace('close'));
socket.destroy();
setImmediate(() => {
  controller.abort();
  trace(socket.errored);
});

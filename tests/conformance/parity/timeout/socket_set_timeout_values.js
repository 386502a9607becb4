'use strict';
// What set_timeout() takes, and how many listeners "timeout" has then.
const { attempt, net, trace } = require('../_trace');

const socket = new net.Socket();
for (const value of [0, 1, 2.5, 0.4, 2 ** 31 - 1]) {
  attempt(value, () => socket.setTimeout(value) === socket);
  trace(socket.timeout);
}
socket.setTimeout(0);
for (const value of [-1, -Infinity, '5', null, true, []]) {
  attempt('wrong', () => socket.setTimeout(value) === socket);
}
attempt('listener', () => socket.setTimeout(100, () => {}).listenerCount('timeout'));
attempt('again', () => socket.setTimeout(100, () => {}).listenerCount('timeout'));
attempt('zero without', () => socket.setTimeout(0).listenerCount('timeout'));
const listener = () => {};
attempt('with', () => socket.setTimeout(100, listener).listenerCount('timeout'));
attempt('zero with', () => socket.setTimeout(0, listener).listenerCount('timeout'));
attempt('wrong', () => socket.setTimeout(100, 'x'));

'use strict';
// What a new socket says of itself, and one that is destroyed before it has connected.
const { net } = require('../_trace');
const { ADDRESSES, BOTH, READABLE, SOCKET, WRITABLE, values } = require('../_values');

const all = [SOCKET, ADDRESSES, READABLE, WRITABLE, BOTH];
const socket = new net.Socket();
values('new', socket, ...all);
socket.setTimeout(5000);
socket.pause();
values('paused', socket, ...all);
socket.on('close', () => values('close', socket, ...all));
socket.destroy();
values('destroyed', socket, ...all);

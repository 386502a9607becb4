'use strict';
// destroy() and the methods that can be chained return the socket.
const { net, trace } = require('../_trace');

const client = new net.Socket();
const same = (value) => trace(value === client);
same(client.pause());
same(client.resume());
same(client.setTimeout(0));
same(client.setNoDelay());
same(client.setKeepAlive());
same(client.ref());
same(client.unref());
same(client.setEncoding('utf8'));
same(client.on('close', () => {}));
same(client.destroy());
same(client.destroy());
same(client.end());
trace(client.destroySoon());

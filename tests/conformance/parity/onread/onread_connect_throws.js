'use strict';
// An exception of the function at first comes out of connect().
const { HOST, net, trace } = require('../_trace');

const onread = {
  buffer: () => {
    throw new Error('no buffer');
  },
  callback: () => trace('read'),
};
const client = new net.Socket({ onread });
trace('made');
client.on('connect', () => trace('connect'));
client.on('close', () => trace('close'));
try {
  client.connect({ port: 1, host: HOST });
} catch (error) {
  trace('thrown', error);
}
trace(client.connecting, client.destroyed);

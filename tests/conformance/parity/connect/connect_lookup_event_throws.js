'use strict';
// An exception out of a listener of "lookup" leaves the socket connecting.
const { HOST, follow, net, trace } = require('../_trace');

const lookup = (hostname, options, callback) => setImmediate(() => callback(null, HOST, 4));
const client = follow(net.connect({ port: 1, host: 'h.test', lookup }));
client.on('lookup', () => {
  throw new Error('broken');
});
setImmediate(() => setImmediate(() => {
  trace(client.connecting, client.destroyed);
  client.destroy();
}));

'use strict';
// The option timeout= is an idle timeout that runs while the socket connects.
const { follow, net, trace } = require('../_trace');

const client = follow(net.connect({ port: 1, host: 'h.test', timeout: 20, lookup: () => {} }));
trace(client.timeout);
const awake = setInterval(() => {}, 1000);
client.on('timeout', () => {
  trace(client.connecting, client.destroyed);
  clearInterval(awake);
  client.destroy();
});

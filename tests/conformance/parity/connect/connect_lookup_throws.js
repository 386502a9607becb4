'use strict';
// What a lookup function throws comes out of connect().
const { attempt, follow, net, trace } = require('../_trace');

const client = follow(new net.Socket());
const lookup = () => {
  throw new TypeError('broken');
};
attempt('connect', () => client.connect({ port: 1, host: 'h.test', lookup }));
trace(client.connecting, client.destroyed);
client.destroy();

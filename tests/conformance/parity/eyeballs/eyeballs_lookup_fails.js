'use strict';
// The error of a lookup for several addresses is the socket's.
const { follow, net, series, trace } = require('../_trace');

const broken = new Error('no such name');
const lookups = [
  (hostname, options, callback) => callback(broken),
  (hostname, options, callback) => setImmediate(() => callback(broken)),
];
series(lookups, (lookup, next) => {
  const client = follow(new net.Socket());
  client.on('error', (error) => trace(error === broken));
  client.on('close', next);
  client.connect({ port: 1, host: 'h.test', lookup, autoSelectFamily: true });
  process.nextTick(() => trace('tick'));
});

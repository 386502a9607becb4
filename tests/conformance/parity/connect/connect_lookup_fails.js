'use strict';
// The error of a lookup function, given at once and later, is the socket's.
const { follow, net, series, trace } = require('../_trace');

const broken = new Error('no such name');
const lookups = {
  'at once': (hostname, options, callback) => callback(broken),
  'later': (hostname, options, callback) => setImmediate(() => callback(broken)),
  'beside an address': (hostname, options, callback) => callback(broken, '127.0.0.1', 4),
};
series(Object.keys(lookups), (name, next) => {
  const client = follow(new net.Socket(), name);
  client.on('error', (error) => trace(error === broken));
  client.on('close', next);
  client.connect({ port: 1, host: 'h.test', lookup: lookups[name] });
  process.nextTick(() => trace('tick'));
});

// node: 26
'use strict';
// A host with several addresses: the first that is not IPv6's link-local, or else the first.
const dns = require('node:dns');
const { HOST, net, series, trace, watch } = require('../_trace');

const found = {
  'one': [[HOST, 4]],
  'after one': [['fe80::1', 6], [HOST, 4]],
  'after three': [['fe80::1', 6], ['febf:ffff::1', 6], ['FE80::2', 6], ['::1', 6], [HOST, 4]],
  'others': [['::1', 6], ['fe80::1', 6]],
  'not quite': [['fec0::1', 6], [HOST, 4]],
  'mapped': [['::ffff:127.0.0.1', 6], [HOST, 4]],
};
series(Object.keys(found), (name, next) => {
  dns.lookup = (hostname, options, callback) => {
    trace('lookup', hostname);
    setImmediate(callback, null, found[name].map(([address, family]) => ({ address, family })));
  };
  const server = net.createServer();
  watch(server, name, 'listening error close');
  server.listen(0, 'several', () => {
    trace(server.address().address);
    server.close();
  });
  server.on('close', next).on('error', next);
});

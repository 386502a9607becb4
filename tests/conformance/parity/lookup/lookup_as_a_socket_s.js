'use strict';
// dns.lookup itself as the lookup function of a socket, and wrapped in one's own.
const dns = require('node:dns');
const { follow, net, series, trace } = require('../_trace');

const server = net.createServer((served) => served.end());
server.listen(0, () => {
  const { port } = server.address();
  const wrapped = (hostname, options, callback) => {
    trace('asked for', hostname, options.family);
    dns.lookup('127.0.0.1', options, callback);
  };
  series([['localhost', dns.lookup], ['h.test', wrapped]], ([host, lookup], next) => {
    const client = follow(net.connect({ port, host, lookup, family: 4 }));
    client.on('close', next).resume();
  }, () => server.close());
});

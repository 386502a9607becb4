// node: 26
'use strict';
// A host to listen on, or to look up, with a NUL in it.
const dns = require('node:dns');
const { attempt, net, trace } = require('../_trace');

for (const host of ['a\0b', 'localhost\0', '127.0.0.1\0', '\0']) {
  const server = net.createServer();
  attempt('listen', () => server.listen({ port: 0, host }));
  attempt('positional', () => server.listen(0, host));
  attempt('lookup', () => dns.lookup(host, () => {}));
  attempt('all', () => dns.lookup(host, { all: true }, () => {}));
  trace(server.listening);
}

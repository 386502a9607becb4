'use strict';
// Hints: IPv4 addresses mapped where there are no others, only configured families, all of them.
const dns = require('node:dns');
const { series, trace } = require('../_trace');

const calls = [
  { family: 6, hints: dns.V4MAPPED }, { family: 6, hints: dns.V4MAPPED, all: true },
  { family: 6, hints: dns.V4MAPPED | dns.ALL, all: true }, { family: 4, hints: dns.ADDRCONFIG },
  { family: 4, hints: dns.ADDRCONFIG | dns.V4MAPPED | dns.ALL, all: true }, { family: 4, hints: 0 },
];
series(calls, (options, next) => dns.lookup('localhost', options, (...answer) => {
  trace(options.family, ...answer);
  next();
}));

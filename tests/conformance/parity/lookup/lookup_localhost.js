'use strict';
// What the system knows of localhost: by family, all of it, in each order.
const dns = require('node:dns');
const { series, trace } = require('../_trace');

const calls = [
  { family: 4 }, { family: 'IPv4' }, { family: 4, all: true }, { all: true }, { all: false }, { family: 0 },
  { all: true, order: 'verbatim' }, { all: true, order: 'ipv4first' }, { all: true, order: 'ipv6first' },
  { all: true, verbatim: true }, { all: true, verbatim: false }, { order: 'ipv6first' }, { verbatim: false },
  { all: true, verbatim: false, order: 'verbatim' },
];
series(calls, (options, next) => dns.lookup('localhost', options, (...answer) => {
  trace(Object.keys(options), ...answer);
  next();
}));

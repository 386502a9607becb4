'use strict';
// A literal address is its own answer, whatever family is asked for; it comes in the next tick.
const dns = require('node:dns');
const { series, trace } = require('../_trace');

const calls = [
  ['127.0.0.1', {}], ['::1', {}], ['0:0:0:0:0:0:0:1', {}], ['::FFFF:127.0.0.1', {}], ['fe80::1%lo', {}], ['0.0.0.0', {}],
  ['127.0.0.1', { family: 6 }], ['::1', { family: 4 }], ['127.0.0.1', { all: true }],
  ['::1', { all: true, family: 4 }], ['127.0.0.1', { hints: dns.V4MAPPED, family: 6 }],
];
series(calls, ([name, options], next) => {
  dns.lookup(name, options, (...answer) => {
    trace(name, ...answer);
    next();
  });
  trace('called');
  process.nextTick(() => trace('tick'));
});

'use strict';
// An exception out of a callback is the program's; lookups beside it are answered.
const dns = require('node:dns');
const { trace } = require('../_trace');

dns.lookup('127.0.0.1', () => {
  throw new Error('broken literal');
});
dns.lookup('::1', (...answer) => {
  trace(...answer);
  dns.lookup('localhost', 4, () => {
    setImmediate(() => trace('still here'));
    throw new Error('broken name');
  });
});

'use strict';
// A name that cannot be one fails later, with all that Node says of it.
const dns = require('node:dns');
const { series, trace } = require('../_trace');

const calls = [['a..b', {}], ['a..b', { all: true }], ['a..b', { family: 6 }], ['127.0.0.1 ', {}]];
series(calls, ([name, options], next) => {
  dns.lookup(name, options, (...answer) => {
    const [error] = answer;
    trace(answer.length, error, error.code, error.syscall, error.hostname);
    next();
  });
  trace('called');
});

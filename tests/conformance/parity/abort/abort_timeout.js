'use strict';
// AbortSignal.timeout() aborts with a TimeoutError, also the signals of any() that follow it.
const { trace } = require('../_trace');

const stay = setTimeout(() => {}, 20000);
const signal = AbortSignal.timeout(1);
const other = new AbortController();
const any = AbortSignal.any([other.signal, signal]);
signal.onabort = () => trace('timeout', signal.reason.name, signal.reason.message);
any.onabort = () => {
  trace('any', any.reason === signal.reason, other.signal.aborted);
  clearTimeout(stay);
};

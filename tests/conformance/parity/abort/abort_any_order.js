'use strict';
// A signal of any() is aborted after the listeners of the one it follows, however old they are.
const { trace } = require('../_trace');

const [one, two] = [new AbortController(), new AbortController()];
const any = AbortSignal.any([one.signal, two.signal]);
const later = AbortSignal.any([two.signal]);
later.addEventListener('abort', () => trace('later', any.aborted));
any.addEventListener('abort', (event) => trace('any', any.reason, event.target === any, later.aborted));
two.signal.addEventListener('abort', () => trace('two', any.aborted));
two.abort('because of two');
one.abort('because of one');
trace(any.reason, later.reason);

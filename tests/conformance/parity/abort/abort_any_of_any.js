'use strict';
// Signals of any() out of signals of any(), and one that is aborted already.
const { trace } = require('../_trace');

const [one, two] = [new AbortController(), new AbortController()];
const first = AbortSignal.any([one.signal]);
const second = AbortSignal.any([two.signal, first, one.signal]);
second.addEventListener('abort', () => trace('second', second.reason));
first.addEventListener('abort', () => trace('first', first.reason));
one.abort('one');
const late = AbortSignal.any([two.signal, AbortSignal.abort('given'), first]);
trace(late.aborted, late.reason);
late.onabort = () => trace('never');
two.abort('two');
trace(late.reason, AbortSignal.any([]).aborted, AbortSignal.any([first]).reason);

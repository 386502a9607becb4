'use strict';
// What AbortSignal and its functions refuse.
const { attempt } = require('../_trace');

attempt('constructor', () => new AbortSignal());
for (const delay of ['1', true, null, {}, -1, 1.5, NaN, 2 ** 32]) {
  attempt('timeout', () => AbortSignal.timeout(delay));
}
for (const signals of [null, 5, 'ab', [5], [new AbortController().signal, 'x']]) {
  attempt('any', () => AbortSignal.any(signals));
}
for (const listener of [5, 'text', true]) {
  attempt('listener', () => new AbortController().signal.addEventListener('abort', listener));
}

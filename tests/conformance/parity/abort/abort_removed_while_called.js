'use strict';
// A listener that an earlier one takes off is not called.
const { trace } = require('../_trace');

const controller = new AbortController();
const { signal } = controller;
const second = () => trace('second');
signal.addEventListener('abort', () => {
  trace('first');
  signal.removeEventListener('abort', second);
});
signal.addEventListener('abort', second);
signal.addEventListener('abort', () => trace('third'), { once: true });
signal.removeEventListener('abort', () => {});
controller.abort();

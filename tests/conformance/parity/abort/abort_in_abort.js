'use strict';
// abort() out of a listener does nothing more.
const { trace } = require('../_trace');

const controller = new AbortController();
const { signal } = controller;
signal.addEventListener('abort', () => {
  controller.abort('again');
  trace('first', signal.reason);
});
signal.addEventListener('abort', () => trace('second', signal.reason));
controller.abort('once');

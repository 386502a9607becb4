'use strict';
// What a listener of "abort" throws is uncaught, in the next tick; the others are called.
const { trace } = require('../_trace');

const controller = new AbortController();
controller.signal.onabort = () => { throw new Error('one'); };
controller.signal.addEventListener('abort', () => trace('called'));
controller.signal.addEventListener('abort', () => { throw new Error('two'); });
process.nextTick(() => trace('tick before'));
controller.abort();
trace('aborted');

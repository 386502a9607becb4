'use strict';
// Listeners of "abort" are called in their order, onabort at its place among them; once.
const { trace } = require('../_trace');

const controller = new AbortController();
const { signal } = controller;
signal.addEventListener('abort', (event) => trace('first', event.type, event.target === signal));
signal.onabort = () => trace('onabort', signal.aborted);
const last = () => trace('last');
signal.addEventListener('abort', last);
signal.addEventListener('abort', last);
signal.addEventListener('other', () => trace('other'));
trace(signal.aborted);
controller.abort();
trace('called');
controller.abort();
signal.addEventListener('abort', () => trace('too late'));

'use strict';
// onabort can be replaced and taken back; its place stays that of the first.
const { trace } = require('../_trace');

const controller = new AbortController();
const { signal } = controller;
trace(signal.onabort);
signal.onabort = () => trace('one');
signal.addEventListener('abort', () => trace('listener'));
signal.onabort = null;
signal.onabort = () => trace('two');
controller.abort();
const other = new AbortController();
other.signal.onabort = () => trace('never');
other.signal.onabort = null;
other.abort();
trace(other.signal.onabort);

'use strict';
// The function that finished() returns ends the waiting.
const { Readable, finished } = require('node:stream');
const { trace } = require('../_trace');

const r = new Readable({ read() {} });
const cleanup = finished(r, () => trace('never'));
cleanup();
trace(r.listenerCount('end'), r.listenerCount('close'), r.listenerCount('error'));
r.push(null);
r.resume();
r.on('close', () => trace('close'));

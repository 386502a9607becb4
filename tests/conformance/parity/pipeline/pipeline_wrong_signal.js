'use strict';
// A signal that is none is refused before anything is piped.
const { PassThrough } = require('node:stream');
const { pipeline } = require('node:stream/promises');
const { trace } = require('../_trace');

const a = new PassThrough();
const b = new PassThrough();
pipeline(a, b, { signal: 'x' }).catch((error) => trace(error.code));
setImmediate(() => trace(a.listenerCount('data'), a.listenerCount('close'), b.listenerCount('close')));

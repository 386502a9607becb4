'use strict';
// finished() that is not to heed errors has the error from the close.
const { PassThrough, finished } = require('node:stream');
const { trace } = require('../_trace');

const s = new PassThrough();
s.on('error', (error) => trace('error', error));
s.on('close', () => trace('close'));
finished(s, { error: false }, (error) => trace('finished', error));
trace(s.listenerCount('error'));
s.destroy(new Error('bad'));

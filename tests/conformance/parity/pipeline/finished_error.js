'use strict';
// finished() has the stream's error.
const { Readable, finished } = require('node:stream');
const { trace, watch } = require('../_trace');

const r = new Readable({ read() {} });
watch(r, 'r', 'close');
finished(r, (error) => trace('finished', error));
r.destroy(new Error('bad'));

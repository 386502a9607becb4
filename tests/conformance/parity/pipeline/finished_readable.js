'use strict';
// finished() of a readable stream, after its end.
const { Readable, finished } = require('node:stream');
const { trace, watch } = require('../_trace');

const r = new Readable({ read() {} });
watch(r, 'r', 'end close');
finished(r, (error) => trace('finished', error));
r.push('one');
r.push(null);
r.resume();

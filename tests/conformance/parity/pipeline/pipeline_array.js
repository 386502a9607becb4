'use strict';
// The stages of a pipeline may come in one list.
const { PassThrough, pipeline } = require('node:stream');
const { trace, watch } = require('../_trace');

const a = new PassThrough();
const b = new PassThrough();
watch(b, 'b', 'data end');
trace(pipeline([a, b], (error) => trace('done', error)) === b);
a.end('x');

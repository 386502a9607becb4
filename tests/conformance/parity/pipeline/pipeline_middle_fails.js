'use strict';
// An error in the middle of a pipeline destroys both ends with it.
const { PassThrough, Transform, pipeline } = require('node:stream');
const { trace, watch } = require('../_trace');

const a = new PassThrough();
const t = new Transform({ transform(chunk, encoding, callback) { callback(new Error('middle')); } });
const b = new PassThrough();
watch(a, 'a', 'error close');
watch(t, 't', 'error close');
watch(b, 'b', 'error close');
pipeline(a, t, b, (error) => trace('done', error));
a.write('x');

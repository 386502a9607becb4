'use strict';
// A pipeline with a signal that was aborted before destroys its streams.
const { PassThrough } = require('node:stream');
const { pipeline } = require('node:stream/promises');
const { trace, watch } = require('../_trace');

const a = new PassThrough();
const b = new PassThrough();
watch(a, 'a', 'error close');
watch(b, 'b', 'error close');
pipeline(a, b, { signal: AbortSignal.abort() }).catch((error) => setImmediate(() => trace('done', error)));
trace(a.destroyed, b.destroyed);

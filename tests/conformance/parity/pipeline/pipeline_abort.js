'use strict';
// An aborted pipeline destroys its streams.
const { PassThrough, Writable, pipeline } = require('node:stream');
const { trace, watch } = require('../_trace');

const { pipeline: awaited } = require('node:stream/promises');
const controller = new AbortController();
const a = new PassThrough();
const w = new Writable({ write(chunk, encoding, callback) { trace('write', chunk); callback(); } });

watch(w, 'w', 'close');
awaited(a, w, { signal: controller.signal }).catch((error) => trace('done', error, a.destroyed));
a.write('one');
setImmediate(() => controller.abort());

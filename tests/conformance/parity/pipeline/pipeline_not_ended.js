'use strict';
// With end false the destination stays open.
const { PassThrough, Writable, pipeline } = require('node:stream');
const { trace, watch } = require('../_trace');

const { pipeline: awaited } = require('node:stream/promises');
const a = new PassThrough();
const w = new Writable({ write(chunk, encoding, callback) { trace('write', chunk); callback(); } });

watch(w, 'w', 'finish close');
awaited(a, w, { end: false }).then(() => {
  trace('done', w.writableEnded, w.destroyed);
  w.end('more');
});
a.end('one');

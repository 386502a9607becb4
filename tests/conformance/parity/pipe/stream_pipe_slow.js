'use strict';
// A slow destination pauses the source until it drains.
const { Readable, Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const source = new Readable({ read() {} });
const sink = new Writable({ highWaterMark: 1, write(chunk, encoding, callback) { trace('write', chunk); setImmediate(callback); } });
watch(source, 'source', 'pause resume end');
watch(sink, 'sink', 'drain finish');
source.pipe(sink);
for (const text of ['a', 'b', null]) source.push(text);

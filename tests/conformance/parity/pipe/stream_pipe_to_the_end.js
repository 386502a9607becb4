'use strict';
// A pipe brings all data and the end, and has its destination emit.
const { Readable, Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const source = new Readable({ read() {} });
const sink = new Writable({ write(chunk, encoding, callback) { trace('write', chunk); callback(); } });
watch(sink, 'sink', 'finish close');
sink.on('pipe', (from) => trace('pipe', from === source));
sink.on('unpipe', (from) => trace('unpipe', from === source));
trace(source.pipe(sink) === sink, source.readableFlowing);
for (const text of ['a', 'b', null]) source.push(text);

'use strict';
// With end off the destination stays open.
const { Readable, Writable } = require('node:stream');
const { trace, turns, watch } = require('../_trace');

const source = new Readable({ read() {} });
const sink = new Writable({ write(chunk, encoding, callback) { trace('write', chunk); callback(); } });
watch(sink, 'sink', 'finish close');
sink.on('unpipe', () => trace('unpipe'));
source.pipe(sink, { end: false });
for (const text of ['a', null]) source.push(text);
turns(2, () => { trace(sink.writable); sink.end('b'); });

'use strict';
// Chunks are written one by one, their callbacks come in order.
const { Writable } = require('node:stream');
const { trace } = require('../_trace');

const sink = new Writable({ write(chunk, encoding, callback) { trace('write', chunk, encoding); setImmediate(callback); } });
for (const text of ['a', 'b', 'c']) trace(sink.write(text, () => trace('done', text)), sink.writableLength);
sink.on('finish', () => trace('finish'));
sink.end(() => trace('ended'));

'use strict';
// A destination that is full already is waited for.
const { Readable, Writable } = require('node:stream');
const { trace } = require('../_trace');

const source = new Readable({ read() {} });
const sink = new Writable({ highWaterMark: 1, write(chunk, encoding, callback) { trace('write', chunk); setImmediate(callback); } });
sink.write('full');
source.push('a');
source.pipe(sink);
trace(source.readableFlowing, sink.writableNeedDrain);

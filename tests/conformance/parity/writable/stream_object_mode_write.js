'use strict';
// In object mode each object counts one.
const { Writable } = require('node:stream');
const { trace } = require('../_trace');

const sink = new Writable({ objectMode: true, highWaterMark: 2, write(chunk, encoding, callback) { trace(chunk, encoding); setImmediate(callback); } });
trace(sink.writableObjectMode, sink.write([1, 2]), sink.writableLength, sink.write(3), sink.writableLength, sink.write(''));
trace(new Writable({ objectMode: true }).writableHighWaterMark, new Writable().writableHighWaterMark);

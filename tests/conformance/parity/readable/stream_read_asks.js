'use strict';
// _read is asked for the high-water mark, which a longer read() raises to a power of two.
const { Readable } = require('node:stream');
const { attempt, trace } = require('../_trace');

const source = new Readable({ highWaterMark: 3, read(size) { trace('asked', size); } });
trace(source.read());
source.push('a');
trace(source.read(9), source.readableHighWaterMark);
source.push('b');
trace(source.read(1), source.readableHighWaterMark);
attempt('too much', () => source.read(2 ** 31));

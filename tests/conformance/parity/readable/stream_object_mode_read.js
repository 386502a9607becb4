'use strict';
// In object mode one read gives one object, and each counts one.
const { Readable } = require('node:stream');
const { trace } = require('../_trace');

const source = new Readable({ objectMode: true, highWaterMark: 2, read() {} });
trace(source.push([1]), source.push('two'), source.readableLength, source.readableObjectMode);
trace(source.read(5), source.read(), source.read(), source.readableLength);
trace(new Readable({ objectMode: true }).readableHighWaterMark, new Readable().readableHighWaterMark);

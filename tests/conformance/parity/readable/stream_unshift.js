'use strict';
// What was put back comes first.
const { Readable } = require('node:stream');
const { trace } = require('../_trace');

const source = new Readable({ read() {} });
source.push('abcdef');
trace(source.read(2));
trace(source.unshift('xy'), source.unshift(Buffer.from('w')), source.unshift(''));
trace(source.readableLength, source.read(4), source.read());

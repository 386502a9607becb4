'use strict';
// An encoding set late decodes what waits, and its length is in characters.
const { Readable } = require('node:stream');
const { attempt, trace } = require('../_trace');

const source = new Readable({ read() {} });
source.push(Buffer.from('a€'));
source.push(Buffer.from('€b').subarray(0, 2));
trace(source.readableLength, source.readableEncoding);
trace(source.setEncoding('utf8') === source, source.readableLength, source.readableEncoding);
source.push(Buffer.from('€b').subarray(2));
trace(source.read(2), source.read());
attempt('unknown', () => source.setEncoding('klingon'));

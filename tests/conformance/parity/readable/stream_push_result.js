'use strict';
// push() returns whether more may come.
const { Readable } = require('node:stream');
const { trace } = require('../_trace');

const source = new Readable({ highWaterMark: 3, read() {} });
trace(source.push('ab'), source.push('c'), source.push(''), source.push(null));
const none = new Readable({ highWaterMark: 0, read() {} });
trace(none.push(''), none.push('a'), none.push('b'));

'use strict';
// What is piped is given in the source's encoding and written in it.
const { Readable, Writable } = require('node:stream');
const { trace } = require('../_trace');

const source = new Readable({ encoding: 'hex', read() {} });
const sink = new Writable({ decodeStrings: false, write(chunk, encoding, callback) { trace(chunk, encoding); callback(); } });
source.pipe(sink);
source.push(Buffer.from('ab'));

'use strict';
// The options of from() are those of a Readable, over its own defaults.
const { Readable } = require('node:stream');
const { trace } = require('../_trace');

const plain = Readable.from(['a']);
trace('plain', plain.readableObjectMode, plain.readableHighWaterMark);
const bytes = Readable.from(['ab', 'cd'], { objectMode: false, highWaterMark: 3, encoding: 'hex' });
trace('bytes', bytes.readableObjectMode, bytes.readableHighWaterMark, bytes.readableEncoding);
bytes.on('data', (chunk) => trace('data', chunk));

'use strict';
// set_encoding() when something waits already, and a second one.
const { Readable } = require('node:stream');
const { attempt, trace } = require('../_trace');

const source = new Readable({ read() {} });
attempt('unknown', () => source.setEncoding('morse'));
source.push(Buffer.from('é€')); 
trace(source.readableLength, source.readableEncoding);
source.setEncoding('hex');
trace(source.readableLength, source.readableEncoding, source.read(4));
source.push('z');
source.setEncoding();
trace(source.readableLength, source.readableEncoding);
source.push(Buffer.from([0xc3]));
trace(source.readableLength);
source.push(null);
source.on('data', (data) => trace('data', data));
source.on('end', () => trace('end'));

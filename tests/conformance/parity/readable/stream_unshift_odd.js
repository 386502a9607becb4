'use strict';
// unshift() of nothing, of None, of text, with an encoding, and at the wrong time.
const { Readable } = require('node:stream');
const { attempt, trace } = require('../_trace');

const source = new Readable({ read() {} });
source.on('error', (error) => trace('error', error));
attempt('empty', () => source.unshift(''));
attempt('bytes', () => source.unshift(Buffer.from('b')));
attempt('text', () => source.unshift('61', 'hex'));
trace(source.readableLength, source.read());
source.setEncoding('utf8');
attempt('after encoding', () => source.unshift(Buffer.from('e')));
attempt('text after encoding', () => source.unshift('x'));
trace(source.readableLength, source.read());
setImmediate(() => {
  const other = new Readable({ read() {} });
  other.on('error', (error) => trace('other error', error));
  other.on('data', (data) => trace('data', data));
  other.on('end', () => {
    trace('end');
    attempt('after the end', () => other.unshift('late'));
  });
  attempt('none', () => other.unshift(null));
});

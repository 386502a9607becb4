'use strict';
// A paused stream keeps what is pushed until it is resumed.
const { Readable } = require('node:stream');
const { trace, turns } = require('../_trace');

const source = new Readable({ read() {} });
source.on('data', (chunk) => { trace('data', chunk); source.pause(); });
for (const text of ['a', 'b', 'c']) source.push(text);
turns(2, () => {
  trace(source.readableLength);
  source.resume();
  turns(2, () => trace(source.readableLength));
});

'use strict';
// What is pushed into an empty flowing stream is emitted within push().
const { Readable } = require('node:stream');
const { trace, watch } = require('../_trace');

const source = new Readable({ read() {} });
watch(source, 'source', 'data');
setImmediate(() => {
  trace('pushed', source.push('a'), source.readableLength);
  source.pause();
  trace('paused', source.push('b'), source.readableLength);
});

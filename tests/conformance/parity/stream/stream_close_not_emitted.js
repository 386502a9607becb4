'use strict';
// With emitClose off the stream closes silently.
const { Readable } = require('node:stream');
const { trace, watch } = require('../_trace');

const source = new Readable({ emitClose: false, read() {} });
watch(source, 'source', 'end error close');
source.destroy(new Error('broken'));
setImmediate(() => trace(source.closed, source.destroyed));

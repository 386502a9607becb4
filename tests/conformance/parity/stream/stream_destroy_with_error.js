'use strict';
// The error is emitted once, then the close, both at a later tick.
const { Readable } = require('node:stream');
const { trace, watch } = require('../_trace');

const source = new Readable({ read() {} });
watch(source, 'source', 'data end error close');
source.push('a');
trace(source.destroy(new Error('broken')) === source, source.destroyed, source.closed, source.errored);
source.destroy(new Error('again'));
trace(source.push('b'), source.readableLength);

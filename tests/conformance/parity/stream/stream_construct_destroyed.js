'use strict';
// Destroyed while it is constructed, a stream is released afterwards.
const { Readable } = require('node:stream');
const { trace, watch } = require('../_trace');

const source = new Readable({
  construct(callback) { trace('construct'); setImmediate(callback); },
  read() { trace('read'); },
  destroy(error, callback) { trace('release', error); callback(error); },
});
watch(source, 'source', 'error close');
source.destroy(new Error('broken'));
trace(source.destroyed, source.closed);

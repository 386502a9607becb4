'use strict';
// _destroy releases first; the close waits for it.
const { Readable } = require('node:stream');
const { trace, watch } = require('../_trace');

const source = new Readable({ read() {}, destroy(error, callback) { trace('release', error, this.destroyed, this.closed); setImmediate(callback, error); } });
watch(source, 'source', 'error close');
source.on('close', () => trace(source.closed));
source.destroy();
trace(source.destroyed, source.closed);

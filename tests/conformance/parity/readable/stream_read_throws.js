'use strict';
// What _read throws destroys the stream.
const { Readable } = require('node:stream');
const { trace, watch } = require('../_trace');

const source = new Readable({ read() { throw new Error('broken'); } });
watch(source, 'source', 'data end error close');
trace(source.read(), source.destroyed, source.readable, source.readableAborted);

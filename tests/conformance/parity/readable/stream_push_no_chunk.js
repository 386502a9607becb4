'use strict';
// Something that is no chunk destroys the stream with an error.
const { Readable } = require('node:stream');
const { trace, watch } = require('../_trace');

const source = new Readable({ read() {} });
watch(source, 'source', 'data end error close');
trace(source.push(3), source.destroyed, source.push('a'));

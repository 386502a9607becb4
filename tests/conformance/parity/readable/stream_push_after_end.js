'use strict';
// A chunk after the end is an error; an empty one and a second end are not.
const { Readable } = require('node:stream');
const { trace, watch } = require('../_trace');

const source = new Readable({ read() {} });
watch(source, 'source', 'data end error close');
source.push(null);
trace(source.push(null), source.push(''));
trace(source.push('late'), source.destroyed);

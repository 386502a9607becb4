'use strict';
// A text pushed in the stream's own encoding is not decoded.
const { Readable } = require('node:stream');
const { watch } = require('../_trace');

const source = new Readable({ encoding: 'hex', read() {} });
watch(source, 'source', 'data');
source.push('zz', 'hex');
source.push('az', 'latin1');
source.push('a');

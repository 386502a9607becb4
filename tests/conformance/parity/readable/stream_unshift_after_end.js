'use strict';
// Putting back after the end event is an error.
const { Readable } = require('node:stream');
const { trace, watch } = require('../_trace');

const source = new Readable({ read() {}, autoDestroy: false });
source.on('end', () => trace('end', source.unshift('late')));
watch(source, 'source', 'data error close');
source.push(null);

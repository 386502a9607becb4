'use strict';
// Resumed without listeners, a stream runs to its end.
const { Readable } = require('node:stream');
const { trace, turns, watch } = require('../_trace');

let count = 0;
const source = new Readable({ read() { this.push(++count > 3 ? null : 'x'); } });
watch(source, 'source', 'end close');
source.resume();
turns(2, () => trace(count, source.readableDidRead));

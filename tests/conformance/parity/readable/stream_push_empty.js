'use strict';
// An empty chunk is no end, and asks again.
const { Readable } = require('node:stream');
const { trace, watch } = require('../_trace');

let count = 0;
const source = new Readable({ read() { trace('asked'); this.push(['', 'a', '', null][count++]); } });
watch(source, 'source', 'data end close');

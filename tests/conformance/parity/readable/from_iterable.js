'use strict';
// Readable.from() of an array.
const { Readable } = require('node:stream');
const { trace, watch } = require('../_trace');

const r = Readable.from(['one', 'two']);
trace(r.readableObjectMode, r.readableHighWaterMark);
watch(r, 'r', 'data end close');

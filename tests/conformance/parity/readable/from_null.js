'use strict';
// Readable.from() takes no null values.
const { Readable } = require('node:stream');
const { watch } = require('../_trace');

const r = Readable.from(['one', null, 'two']);
watch(r, 'r', 'data end error close');

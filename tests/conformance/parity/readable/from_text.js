'use strict';
// Readable.from() of text gives it in one chunk.
const { Readable } = require('node:stream');
const { watch } = require('../_trace');

const r = Readable.from('some text');
watch(r, 'r', 'data end close');

'use strict';
// Without _read reading is an error.
const { Readable } = require('node:stream');
const { watch } = require('../_trace');

const source = new Readable();
watch(source, 'source', 'data end error close');

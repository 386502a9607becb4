'use strict';
// A stream that is only writable cannot be piped.
const { Writable } = require('node:stream');
const { watch } = require('../_trace');

const sink = new Writable({ write() {} });
watch(sink, 'sink', 'error close');
sink.pipe(new Writable());

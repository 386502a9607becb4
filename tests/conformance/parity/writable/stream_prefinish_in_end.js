'use strict';
// Without _final prefinish comes within end(), finish at the next tick.
const { Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const sink = new Writable({ write() {} });
watch(sink, 'sink', 'prefinish finish close');
trace(sink.end() === sink, sink.writableFinished);

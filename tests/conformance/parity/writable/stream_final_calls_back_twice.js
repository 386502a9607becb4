'use strict';
// A second call of _final's callback is an error.
const { Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const sink = new Writable({ write() {}, final(callback) { callback(); callback(); } });
watch(sink, 'sink', 'prefinish finish error close');
sink.end((error) => trace('ended', error));

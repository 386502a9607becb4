'use strict';
// Pausing is emitted at once and once, resuming at the next tick.
const { Readable } = require('node:stream');
const { trace, watch } = require('../_trace');

const source = new Readable({ read() {} });
watch(source, 'source', 'pause resume');
source.pause();
source.pause();
trace('paused');
source.resume();
source.resume();
trace('resumed');

'use strict';
// A write after destroy() fails by its callback alone.
const { Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const sink = new Writable({ write(chunk, encoding, callback) { callback(); } });
watch(sink, 'sink', 'finish error close');
sink.destroy();
trace(sink.write('late', (error) => trace('late', error)));
sink.end((error) => trace('end', error));

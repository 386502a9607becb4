'use strict';
// Each cork() needs its uncork(), one more is nothing.
const { Writable } = require('node:stream');
const { trace } = require('../_trace');

const sink = new Writable({ write(chunk, encoding, callback) { trace('write', chunk); callback(); } });
sink.cork();
sink.cork();
sink.write('a');
sink.uncork();
trace(sink.writableCorked);
sink.uncork();
sink.uncork();
trace(sink.writableCorked);

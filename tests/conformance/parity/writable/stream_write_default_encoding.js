'use strict';
// A text without an encoding is written in the default one.
const { Writable } = require('node:stream');
const { trace } = require('../_trace');

const sink = new Writable({ defaultEncoding: 'hex', write(chunk, encoding, callback) { trace(chunk, encoding); callback(); } });
sink.write('6162');
sink.write('6162', 'utf8');
trace(sink.setDefaultEncoding('latin1') === sink);
sink.write('\xe9');

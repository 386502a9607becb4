'use strict';
// With decodeStrings off _write gets the text and its encoding.
const { Writable } = require('node:stream');
const { trace } = require('../_trace');

const sink = new Writable({ decodeStrings: false, write(chunk, encoding, callback) { trace(chunk, encoding); callback(); } });
sink.write('a');
sink.write('6162', 'hex');
sink.write(Buffer.from('b'));
sink.setDefaultEncoding('latin1');
sink.write('\xe9');

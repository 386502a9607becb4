'use strict';
// What cannot be written is an error at the call.
const { Writable } = require('node:stream');
const { attempt, trace } = require('../_trace');

const sink = new Writable({ write(chunk, encoding, callback) { callback(); } });
attempt('null', () => sink.write(null));
attempt('number', () => sink.write(3));
attempt('object', () => sink.write({}));
attempt('encoding', () => sink.write('a', 'klingon'));
attempt('default', () => sink.setDefaultEncoding('klingon'));
attempt('objects', () => new Writable({ objectMode: true, write() {} }).write(null));
trace(sink.destroyed);

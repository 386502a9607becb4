'use strict';
// Without _write writing throws; _writev alone will do.
const { Writable } = require('node:stream');
const { attempt, trace } = require('../_trace');

const sink = new Writable();
attempt('none', () => sink.write('a'));
const many = new Writable({ writev(chunks, callback) { trace(chunks.map((each) => each.chunk), chunks[0].encoding); callback(); } });
trace(many.write('a', (error) => trace('done', error)));

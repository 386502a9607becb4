'use strict';
// An iterable is the source of a pipeline.
const { Writable, pipeline } = require('node:stream');
const { trace } = require('../_trace');

const w = new Writable({ write(chunk, encoding, callback) { trace('write', chunk); callback(); } });

pipeline(['one', 'two'], w, (error) => trace('done', error));

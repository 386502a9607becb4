'use strict';
// A stream destroyed before its end has closed too early.
const { Readable, Writable, finished } = require('node:stream');
const { trace } = require('../_trace');

const r = new Readable({ read() {} });
finished(r, (error) => trace('readable', error));
r.destroy();
const w = new Writable({ write(chunk, encoding, callback) { callback(); } });
finished(w, (error) => trace('writable', error));
w.destroy();

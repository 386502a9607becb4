'use strict';
// finished() on a stream that was ended waits until all is written.
const { Writable, finished } = require('node:stream');
const { trace } = require('../_trace');

const held = [];
const w = new Writable({ autoDestroy: false, write(chunk, encoding, callback) { held.push(callback); } });

w.end('a');
finished(w, (error) => trace('finished', error, w.writableFinished));
setImmediate(() => held.pop()());

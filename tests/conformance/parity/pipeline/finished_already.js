'use strict';
// finished() of streams that are over already.
const { Readable, Writable, finished } = require('node:stream');
const { trace } = require('../_trace');

const r = new Readable({ read() {} });
r.push(null);
r.resume();
const w = new Writable({ write(chunk, encoding, callback) { callback(); } });
w.end();
const d = new Readable({ read() {} });
d.on('error', () => {}).destroy(new Error('bad'));
setImmediate(() => {
  finished(r, (error) => trace('readable', error));
  finished(w, (error) => trace('writable', error));
  finished(d, (error) => trace('destroyed', error));
  trace('asked');
});

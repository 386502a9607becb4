'use strict';
// Without _writev what was corked goes chunk by chunk.
const { Writable } = require('node:stream');
const { trace } = require('../_trace');

const sink = new Writable({ write(chunk, encoding, callback) { trace('write', chunk); setImmediate(callback); } });
sink.cork();
for (const text of ['a', 'b']) sink.write(text, () => trace('done', text));
trace('corked');
sink.uncork();

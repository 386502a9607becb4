'use strict';
// Chunks behind one that fails at once are still given to _write.
const { Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const sink = new Writable({ write(chunk, encoding, callback) { trace('write', chunk); callback(String(chunk) === 'a' ? new Error('broken') : null); } });
watch(sink, 'sink', 'error close');
sink.cork();
for (const text of ['a', 'b']) sink.write(text, (error) => trace('done', text, error));
sink.uncork();

'use strict';
// What was corked goes in one _writev, each callback is called.
const { Writable } = require('node:stream');
const { trace } = require('../_trace');

const sink = new Writable({
  write(chunk, encoding, callback) { trace('write', chunk); callback(); },
  writev(chunks, callback) { trace('writev', chunks.map((each) => each.chunk), chunks.map((each) => each.encoding)); callback(); },
});
sink.cork();
for (const text of ['a', 'b']) sink.write(text, () => trace('done', text));
trace(sink.writableCorked, sink.writableLength);
sink.uncork();
sink.cork();
sink.write('alone');
sink.uncork();

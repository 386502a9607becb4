'use strict';
// end() uncorks wholly, and writes its own chunk with the rest.
const { Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const sink = new Writable({ writev(chunks, callback) { trace(chunks.map((each) => each.chunk)); callback(); } });
watch(sink, 'sink', 'finish close');
sink.cork();
sink.cork();
sink.write('a');
sink.end('b', () => trace('ended'));
trace(sink.writableCorked, sink.writableEnded, sink.writableFinished);

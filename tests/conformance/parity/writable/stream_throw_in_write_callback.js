'use strict';
// A callback that throws takes none of the others with it.
const { Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const sink = new Writable({ write(chunk, encoding, callback) { callback(); } });
watch(sink, 'sink', 'finish close');
sink.write('a', () => { throw new Error('mine'); });
sink.write('b', () => trace('done b'));
sink.end(() => trace('ended'));

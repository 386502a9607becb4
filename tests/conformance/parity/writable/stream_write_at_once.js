'use strict';
// A write done at once calls back at the next tick.
const { Writable } = require('node:stream');
const { trace } = require('../_trace');

const sink = new Writable({ write(chunk, encoding, callback) { trace('write', chunk); callback(); } });
sink.write('a', () => trace('done a'));
process.nextTick(() => trace('tick'));
sink.write('b', () => trace('done b'));
trace('written', sink.writableLength);

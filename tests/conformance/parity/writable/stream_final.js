'use strict';
// _final comes after the last write, then prefinish, then finish.
const { Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const sink = new Writable({
  write(chunk, encoding, callback) { trace('write', chunk); setImmediate(callback); },
  final(callback) { trace('final', this.writableFinished); setImmediate(callback); },
});
watch(sink, 'sink', 'prefinish finish close');
sink.write('a', () => trace('done'));
sink.end(() => trace('ended'));

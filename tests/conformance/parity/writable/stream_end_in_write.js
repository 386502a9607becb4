'use strict';
// end() from inside _write and from a write's callback.
const { Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const one = new Writable({
  write(chunk, encoding, callback) {
    trace('write', chunk);
    if (!one.writableEnded) one.end('last', () => trace('one ended'));
    callback();
  },
});
watch(one, 'one', 'prefinish finish close error drain');
one.write('first', () => trace('first done', one.writableEnded, one.writableFinished));
const two = new Writable({
  write(chunk, encoding, callback) { trace('write', chunk); process.nextTick(callback); },
  final(callback) { trace('final'); setImmediate(callback); },
});
watch(two, 'two', 'prefinish finish close error drain');
two.write('first', () => {
  two.end(() => trace('two ended'));
  trace(two.writableEnded, two.writableFinished);
});

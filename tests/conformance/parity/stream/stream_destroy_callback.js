'use strict';
// destroy() has a callback, called before error and close; _undestroy() makes a stream as new.
const { Duplex, Readable, Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const write = (chunk, encoding, callback) => callback();
for (const make of [(o) => new Readable({ read() {}, ...o }), (o) => new Writable({ write, ...o }), (o) => new Duplex({ read() {}, write, ...o })]) {
  for (const destroy of [undefined, (error, callback) => setImmediate(callback, error), (error, callback) => callback(new Error('own'))]) {
    for (const error of [null, new Error('broken')]) {
      const stream = make(destroy ? { destroy } : {});
      watch(stream, 'stream', 'error close');
      stream.destroy(error, (given) => trace('called back', given, stream.closed));
      stream.destroy(new Error('again'), (given) => trace('at once', given, stream.closed));
    }
  }
}
const again = new Writable({ write, final(callback) { trace('final'); callback(); } });
watch(again, 'again', 'prefinish finish close');
again.end();
again.once('close', () => {
  again._undestroy();
  trace(again.destroyed, again.closed, again.writable, again.writableEnded, again.writableFinished);
  again.end('a');
});
const source = new Readable({ read() {} });
watch(source, 'source', 'data end close');
source.push('a');
source.push(null);
source.once('close', () => {
  source._undestroy();
  trace(source.destroyed, source.closed, source.readable, source.readableEnded);
  source.push('b');
  source.push(null);
});

'use strict';
// Subclasses that override the underscored methods, with options for what they leave.
const { Duplex, Readable, Transform, Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

class Counter extends Readable {
  constructor(limit) {
    super({ highWaterMark: 2 });
    this.left = limit;
  }

  _construct(callback) {
    trace('construct');
    callback();
  }

  _read(size) {
    trace('read', size);
    this.push(this.left ? String(this.left--) : null);
  }

  _destroy(error, callback) {
    trace('destroy', error);
    super._destroy(error, callback);
  }
}
class Collector extends Writable {
  _write(chunk, encoding, callback) {
    trace('write', chunk, encoding);
    callback();
  }

  _writev(chunks, callback) {
    trace('writev', chunks.length, chunks[0].chunk, chunks[0].encoding);
    callback();
  }

  _final(callback) {
    trace('final');
    callback();
  }
}
class Doubler extends Transform {
  _transform(chunk, encoding, callback) {
    this.push(chunk);
    callback(null, chunk);
  }

  _flush(callback) {
    callback(null, '.');
  }
}
const sink = new Collector();
watch(sink, 'sink', 'finish close');
new Counter(3).pipe(new Doubler()).pipe(sink);
const corked = new Collector();
corked.cork();
corked.write('x');
corked.write('y');
corked.end();
trace(new Duplex({ read() {} }).readable);

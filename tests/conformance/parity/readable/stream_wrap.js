'use strict';
// An old stream is read through a new one, with backpressure.
const { Readable } = require('node:stream');
const { trace, watch } = require('../_trace');

const { EventEmitter } = require('node:events');
class Old extends EventEmitter {
  pause() { trace('pause'); }
  resume() { trace('resume'); }
}
const old = new Old();
const source = new Readable({ highWaterMark: 2 }).wrap(old);
old.emit('data', Buffer.from('ab'));
trace(source.readableLength);
watch(source, 'source', 'data end close');
setImmediate(() => { old.emit('data', Buffer.from('c')); old.emit('end'); });

'use strict';
// once() listens once, with its arguments, and is gone while it runs.
const { EventEmitter, trace } = require('../_trace');

const emitter = new EventEmitter();
emitter.once('x', (...args) => {
  trace('once', args, emitter.listenerCount('x'));
  emitter.emit('x', 'inner');
});
emitter.on('x', (value) => trace('on', value));
trace(emitter.emit('x', 'outer', 2));
trace(emitter.emit('x', 'again'));
trace(emitter.emit('nobody'));

'use strict';
// Adding and removing listeners while emitting changes the next emit only.
const { EventEmitter, trace } = require('../_trace');

const emitter = new EventEmitter();
const last = () => trace('last');
emitter.on('x', () => {
  trace('first');
  emitter.off('x', last);
  emitter.on('x', () => trace('added'));
});
emitter.on('x', last);
emitter.emit('x');
trace('again');
emitter.emit('x');

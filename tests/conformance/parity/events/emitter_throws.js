'use strict';
// An exception in a listener skips the rest of that emit.
const { EventEmitter, trace } = require('../_trace');

const emitter = new EventEmitter();
emitter.on('x', () => {
  trace('first');
  throw new Error('out of first');
});
emitter.on('x', () => trace('second'));
try {
  emitter.emit('x');
} catch (error) {
  trace('caught', error);
}

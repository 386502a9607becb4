'use strict';
// The "new_listener" comes before the listener is added, "remove_listener" after it is gone.
const { EventEmitter, trace } = require('../_trace');

const emitter = new EventEmitter();
const f = () => trace('f');
emitter.on('newListener', (event, listener) => {
  trace('new', event, listener === f, emitter.listenerCount(event));
});
emitter.on('removeListener', (event, listener) => {
  trace('removed', event, listener === f, emitter.listenerCount(event));
});
emitter.on('x', f);
emitter.once('x', f);
emitter.emit('x');
emitter.off('x', f);
emitter.off('x', f);
emitter.emit('x');

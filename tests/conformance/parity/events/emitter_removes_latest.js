'use strict';
// off() removes the listener added last, once per call.
const { EventEmitter, trace } = require('../_trace');

const emitter = new EventEmitter();
const f = () => trace('f');
emitter.on('x', f);
emitter.on('x', () => trace('between'));
emitter.on('x', f);
emitter.off('x', f);
emitter.emit('x');
trace(emitter.listenerCount('x'));

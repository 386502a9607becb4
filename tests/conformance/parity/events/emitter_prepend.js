'use strict';
// prepend_listener() and prepend_once_listener() go to the front.
const { EventEmitter, trace } = require('../_trace');

const emitter = new EventEmitter();
emitter.on('x', () => trace('first'));
emitter.prependListener('x', () => trace('second'));
emitter.prependOnceListener('x', () => trace('third'));
emitter.emit('x');
emitter.emit('x');

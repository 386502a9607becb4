'use strict';
// listeners() unwraps once(), raw_listeners() gives the wrapper, which works once.
const { EventEmitter, trace } = require('../_trace');

const emitter = new EventEmitter();
const f = () => trace('f');
emitter.once('x', f);
emitter.on('x', f);
trace(emitter.listeners('x').map((g) => g === f), emitter.rawListeners('x').map((g) => g === f));
const wrapper = emitter.rawListeners('x')[0];
trace(wrapper.listener === f);
wrapper();
trace(emitter.listenerCount('x'));
wrapper();
emitter.emit('x');

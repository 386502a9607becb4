'use strict';
// event_names(), listener_count() and the limits.
const { EventEmitter, trace } = require('../_trace');

const emitter = new EventEmitter();
const f = () => {};
emitter.on('a', f);
emitter.on('b', f);
emitter.once('b', f);
trace(emitter.eventNames(), emitter.listenerCount('b'), emitter.listenerCount('c'));
trace(emitter.getMaxListeners());
trace(emitter.setMaxListeners(3) === emitter, emitter.getMaxListeners());
trace(emitter.removeAllListeners('nobody') === emitter, emitter.off('a', f) === emitter);
trace(emitter.eventNames());

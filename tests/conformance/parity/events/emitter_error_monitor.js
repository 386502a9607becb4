'use strict';
// Listeners of errorMonitor come before those of `error`, and leave an error unhandled.
const { EventEmitter, trace } = require('../_trace');

const { errorMonitor } = EventEmitter;
const e = new EventEmitter();
e.on(errorMonitor, (...args) => trace('monitor', ...args));
const emit = (...args) => {
  try {
    trace('emitted', e.emit('error', ...args));
  } catch (error) {
    trace('raised', error);
  }
};
emit(new Error('one'), 'more');
emit('two');
e.on('error', (...args) => trace('listener', ...args));
emit(new Error('three'));
trace(e.emit('other'), e.listenerCount('error'), e.listenerCount(errorMonitor), e.eventNames().length);
trace('by itself', e.emit(errorMonitor, 'four'));
e.once(errorMonitor, () => {
  trace('takes them off');
  e.removeAllListeners('error');
});
emit(new Error('five'));
e.on('error', () => trace('never'));
e.on(errorMonitor, () => {
  throw new Error('of the monitor');
});
emit(new Error('six'));

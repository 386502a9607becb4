'use strict';
// remove_all_listeners() removes the last first, and emits for each.
const { EventEmitter, trace } = require('../_trace');

const emitter = new EventEmitter();
const names = new Map();
for (const name of ['one', 'two', 'three']) {
  const f = () => trace(name);
  names.set(f, name);
  emitter.on(name === 'three' ? 'y' : 'x', f);
}
emitter.on('removeListener', (event, f) => trace('removed', event, names.get(f)));
emitter.removeAllListeners('x');
trace(emitter.eventNames());
emitter.removeAllListeners();
trace(emitter.eventNames());

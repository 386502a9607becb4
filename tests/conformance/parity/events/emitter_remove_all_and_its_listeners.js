'use strict';
// `removeListener` is emitted for its own listeners, too, the last one first, and none is left.
const { EventEmitter, trace } = require('../_trace');

const e = new EventEmitter();
const nothing = () => {};
e.on('foo', nothing);
e.on('bar', nothing);
e.once('bar', nothing);
for (const name of ['first', 'second', 'third']) {
  e.on('removeListener', (event, listener) => trace(name, event, listener === nothing));
}
e.removeAllListeners();
trace(e.eventNames().length);

const late = new EventEmitter();
late.on('removeListener', (event) => {
  trace('removed', event);
  late.on('late', nothing);
  if (event === 'late') late.on('later', nothing);
});
late.on('foo', nothing);
late.removeAllListeners();
trace('left', late.eventNames().length);

const one = new EventEmitter();
one.on('removeListener', (event) => trace('one of', event));
one.on('removeListener', (event) => trace('two of', event));
one.removeAllListeners('removeListener');
trace(one.listenerCount('removeListener'));

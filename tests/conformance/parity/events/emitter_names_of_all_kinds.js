'use strict';
// Anything that is no text names an event, too; eventNames(): indices, other texts, symbols.
const { EventEmitter, trace } = require('../_trace');

const e = new EventEmitter();
const symbol = Symbol('symbol');
const another = Symbol('symbol');
for (const name of ['b', symbol, '10', 'a', '2', another, '01', '4294967294', '4294967295', '-1', '0', '1.5', '']) {
  e.on(name, (value) => trace('came', name, value));
}
trace(e.eventNames());
trace(e.emit(symbol, 1), e.emit(another, 2), e.emit(Symbol('symbol'), 3), e.emit('symbol', 4));
trace(e.listenerCount(symbol), e.listenerCount('symbol'));
e.off(symbol, e.listeners(symbol)[0]);
e.on(symbol, () => {});
e.removeAllListeners('b');
e.on('b', () => {});
trace(e.eventNames());
e.on('removeListener', (name) => trace('removed', name));
e.removeAllListeners();

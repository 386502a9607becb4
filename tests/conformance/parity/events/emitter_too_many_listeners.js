'use strict';
// The warning of too many listeners: its fields and words, once while the event has several.
const { EventEmitter, net, trace } = require('../_trace');

process.removeAllListeners('warning');
const nothing = () => {};
const add = (emitter, event, times) => {
  for (let count = 0; count < times; count += 1) emitter.on(event, nothing);
};
class Mine extends EventEmitter {}
const seen = new Map();
const made = (name, emitter, limit) => {
  seen.set(emitter, name);
  if (limit !== undefined) emitter.setMaxListeners(limit);
  return emitter;
};
process.on('warning', (w) => trace(seen.get(w.emitter), w.name, w.type, w.count, w.message));

add(made('default', new EventEmitter()), 'x', 13);
const a = made('two events', new Mine(), 1);
add(a, 'x', 3);
add(a, 'y', 3);
add(made('socket', new net.Socket(), 2), 'error', 5);
const symbol = made('symbol', new EventEmitter(), 1);
add(symbol, Symbol('its own'), 3);
for (let count = 0; count < 3; count += 1) symbol.on(Symbol('another'), nothing);
const b = made('lowered', new EventEmitter(), 20);
add(b, 'x', 8);
b.setMaxListeners(5);
add(b, 'x', 2);
const c = made('off and on', new EventEmitter(), 2);
add(c, 'x', 4);
c.off('x', nothing);
c.off('x', nothing);
add(c, 'x', 2);
const d = made('down to one', new EventEmitter(), 2);
add(d, 'x', 3);
d.off('x', nothing);
d.off('x', nothing);
add(d, 'x', 2);
d.removeAllListeners('x');
add(d, 'x', 3);
add(made('a half', new EventEmitter(), 0.5), 'x', 1);
add(made('none', new EventEmitter(), 0), 'x', 20);
add(made('infinite', new EventEmitter(), Infinity), 'x', 20);
const f = made('once', new EventEmitter(), 1);
f.once('x', nothing);
f.prependListener('x', nothing);
f.prependOnceListener('x', nothing);
const g = made('its own event', new EventEmitter(), 1);
add(g, 'newListener', 2);
add(g, 'removeListener', 2);

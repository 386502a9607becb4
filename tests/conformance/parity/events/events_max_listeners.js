'use strict';
// getMaxListeners() and setMaxListeners(): of emitters, signals, the default; what is refused.
const { EventEmitter: events, attempt, trace } = require('../_trace');

const e = new events();
const before = new AbortController();
trace(e.getMaxListeners(), events.getMaxListeners(e), events.getMaxListeners(before.signal));
events.setMaxListeners(3, e, before.signal);
trace(e.getMaxListeners(), events.getMaxListeners(e), events.getMaxListeners(before.signal));
events.setMaxListeners(7);
const after = new AbortController();
trace(events.defaultMaxListeners, new events().getMaxListeners(), e.getMaxListeners());
trace(events.getMaxListeners(before.signal), events.getMaxListeners(after.signal));
events.defaultMaxListeners = 8;
trace(new events().getMaxListeners(), events.EventEmitter.defaultMaxListeners);
events.setMaxListeners(undefined, e);
trace(e.getMaxListeners());
e.setMaxListeners(0);
trace(e.getMaxListeners(), events.getMaxListeners(e));
events.setMaxListeners(0, after.signal);
attempt('a signal without a limit', () => events.getMaxListeners(after.signal));
for (const n of [-1, NaN, 'many', true, '5', {}]) {
  attempt('events.setMaxListeners', () => events.setMaxListeners(n));
  attempt('of an emitter', () => events.setMaxListeners(n, e));
  attempt('emitter.setMaxListeners', () => e.setMaxListeners(n) && 'set');
  attempt('default', () => { events.defaultMaxListeners = n; });
}
for (const odd of [{}, 5, 'emitter', () => {}]) {
  attempt('of what is none', () => events.setMaxListeners(5, odd));
  attempt('get of what is none', () => events.getMaxListeners(odd));
}
trace(events.defaultMaxListeners, e.getMaxListeners());

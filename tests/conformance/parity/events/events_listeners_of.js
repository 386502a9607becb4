'use strict';
// getEventListeners() gives those of an emitter and those of a signal, as they were given.
const { EventEmitter: events, attempt, trace } = require('../_trace');

const one = () => {};
const two = () => {};
const names = (list) => list.map((f) => ({ [true]: 'other', [f === one]: 'one', [f === two]: 'two' }).true);
const e = new events();
e.on('x', one);
e.once('x', two);
e.on('x', one);
trace(names(events.getEventListeners(e, 'x')), names(events.getEventListeners(e, 'y')));
const { signal } = new AbortController();
signal.addEventListener('abort', two);
signal.addEventListener('abort', one, { once: true });
signal.addEventListener('abort', two);
trace(names(events.getEventListeners(signal, 'abort')), names(events.getEventListeners(signal, 'x')));
signal.removeEventListener('abort', two);
trace(names(events.getEventListeners(signal, 'abort')));
for (const odd of [{}, 5, 'emitter']) attempt('none', () => events.getEventListeners(odd, 'x'));

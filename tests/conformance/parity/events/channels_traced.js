'use strict';
// traceSync() and traceCallback(): start, end, asyncStart, asyncEnd and error with one context.
const { attempt, trace } = require('../_trace');
const dc = require('node:diagnostics_channel');

const tracing = dc.tracingChannel('my.work');
const handlers = {};
for (const event of ['start', 'end', 'asyncStart', 'asyncEnd', 'error']) {
  handlers[event] = (context, name) => trace(event, name, context.tag, context.result, context.error);
}
tracing.subscribe(handlers);
trace(tracing.traceSync((a, b) => a + b, { tag: 'sync' }, undefined, 1, 2));
attempt('raises', () => tracing.traceSync(() => {
  throw new RangeError('bad');
}, { tag: 'raising' }));
const later = (...args) => args.at(-1)(...args.slice(0, -1));
tracing.traceCallback(later, -1, { tag: 'callback' }, undefined, null, 'value', (...args) => trace('called', ...args));
tracing.traceCallback(later, 1, { tag: 'failing' }, undefined, new Error('worse'), (error) => trace('called', error));
attempt('no callback', () => tracing.traceCallback(later, 0, { tag: 'none' }, undefined, 5));
trace(tracing.unsubscribe(handlers), tracing.unsubscribe(handlers), tracing.unsubscribe({}));
const some = dc.channel('some');
const parts = { start: some, end: some, asyncStart: some, asyncEnd: some, error: some };
some.subscribe((context) => trace('some', context.result));
dc.tracingChannel(parts).traceSync(() => 'done');
attempt('name', () => dc.tracingChannel(5));
attempt('channels', () => dc.tracingChannel({ ...parts, end: 5 }));

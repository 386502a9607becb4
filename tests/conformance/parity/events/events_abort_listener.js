'use strict';
// addAbortListener(): once, at once for a signal that is aborted, until it is disposed of.
const { EventEmitter: events, attempt, trace } = require('../_trace');

const controller = new AbortController();
events.addAbortListener(controller.signal, (event) => trace('one', event.type));
const two = events.addAbortListener(controller.signal, () => trace('two'));
events.addAbortListener(controller.signal, () => trace('three'));
trace(events.getEventListeners(controller.signal, 'abort').length);
two[Symbol.dispose]();
two[Symbol.dispose]();
controller.abort();
trace(events.getEventListeners(controller.signal, 'abort').length);
const late = events.addAbortListener(controller.signal, (event) => trace('late', event));
late[Symbol.dispose]();
trace('called');
for (const odd of [undefined, {}, 5]) attempt('no signal', () => events.addAbortListener(odd, () => {}));
attempt('no listener', () => events.addAbortListener(controller.signal, 5));

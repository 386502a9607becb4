'use strict';
// throwIfAborted() throws the reason.
const { trace } = require('../_trace');

const controller = new AbortController();
trace(controller.signal.throwIfAborted());
controller.abort(new Error('why'));
for (const signal of [controller.signal, AbortSignal.abort()]) {
  try {
    signal.throwIfAborted();
  } catch (error) {
    trace('throws', error.name === 'AbortError', error === signal.reason, error.message);
  }
}

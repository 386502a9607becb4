'use strict';
// The reason is the first one given, or else an AbortError.
const { trace } = require('../_trace');

const controller = new AbortController();
trace(controller.signal.reason);
controller.abort('first');
controller.abort('second');
trace(controller.signal.reason, AbortSignal.abort(5).reason);
const { reason } = AbortSignal.abort();
trace(reason instanceof Error, reason.name, reason.message);
const own = new Error('own');
trace(AbortSignal.abort(own).reason === own);

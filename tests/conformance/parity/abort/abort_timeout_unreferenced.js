'use strict';
// AbortSignal.timeout() does not keep the program running.
const { trace } = require('../_trace');

const signal = AbortSignal.timeout(20000);
signal.onabort = () => trace('never');
trace(signal.aborted, signal.reason);
setImmediate(() => trace('immediate'));

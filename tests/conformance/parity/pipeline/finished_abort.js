'use strict';
// finished() with a signal stops waiting, and leaves the stream and no listener.
const { PassThrough, finished } = require('node:stream');
const { trace } = require('../_trace');

const controller = new AbortController();
const s = new PassThrough();
finished(s, { signal: controller.signal }, (error) => {
  trace('finished', error, s.destroyed, s.listenerCount('close'), s.listenerCount('end'));
});
controller.abort();
trace('aborted');
finished(s, { signal: controller.signal }, (error) => trace('aborted before', error));
trace('called');

'use strict';
// destroy() again with another error, in _destroy, in "error", in "close".
const { Readable } = require('node:stream');
const { trace, watch } = require('../_trace');

const one = new Readable({ read() {} });
watch(one, 'one', 'error close end');
trace(one.destroy(new Error('first')) === one);
one.destroy(new Error('second'));
trace(one.errored, one.closed);
const two = new Readable({
  read() {},
  destroy(error, callback) {
    trace('hook', error);
    two.destroy(new Error('inside'));
    setImmediate(callback, error);
  },
});
watch(two, 'two', 'error close end');
two.on('error', () => two.destroy(new Error('in error')));
two.on('close', () => two.destroy(new Error('in close')));
two.destroy(new Error('outside'));
trace(two.destroyed, two.closed, two.errored);

'use strict';
// A signal destroys its stream with an AbortError, at once if it is aborted already.
const { Duplex } = require('node:stream');
const { trace, watch } = require('../_trace');

const make = (name, signal) => {
  const both = new Duplex({ signal, read() {}, write(chunk, encoding, callback) { callback(); } });
  watch(both, name, 'end finish error close');
  return both;
};
const controller = new AbortController();
const both = make('both', controller.signal);
controller.abort('why');
trace(both.destroyed, both.errored.cause);
const late = make('late', controller.signal);
trace(late.destroyed);
const other = new AbortController();
const over = make('over', other.signal);
over.destroy();
setImmediate(() => { other.abort(); trace(over.errored); });

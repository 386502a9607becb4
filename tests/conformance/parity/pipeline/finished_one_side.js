'use strict';
// finished() waits for one side of a duplex only, if asked to.
const { Duplex, finished } = require('node:stream');
const { trace, watch } = require('../_trace');

const d = new Duplex({ read() {}, write(chunk, encoding, callback) { callback(); } });
watch(d, 'd', 'finish end close');
finished(d, { readable: false }, (error) => trace('writing', error));
finished(d, { writable: false }, (error) => trace('reading', error));
finished(d, (error) => trace('both', error));
d.end();
setImmediate(() => {
  d.push(null);
  d.resume();
});

'use strict';
// An immediate asked for in an immediate comes a turn later; a cleared one never.
const { trace } = require('../_trace');

setImmediate(() => {
  trace('one');
  setImmediate(() => trace('three'));
  clearImmediate(cleared);
});
setImmediate((...args) => trace('two', args), 'a', 'b');
const cleared = setImmediate(() => trace('cleared'));

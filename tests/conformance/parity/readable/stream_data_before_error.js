'use strict';
// What was pushed before destroy(error) still flows, up to the error; there is no end.
const { Duplex, Readable } = require('node:stream');
const { trace, watch } = require('../_trace');

for (const end of [true, false]) {
  for (const source of [new Readable({ read() {} }), new Duplex({ read() {}, write() {} })]) {
    watch(source, 'source', 'data end error close');
    source.push('a');
    source.push('b');
    if (end) source.push(null);
    source.destroy(new Error('broken'));
  }
}
const late = new Readable({ read() {} });
late.push('a');
late.on('error', () => {
  watch(late, 'late', 'data end close');
  trace(late.read());
});
late.destroy(new Error('broken'));

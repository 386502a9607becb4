'use strict';
// A buffer of no bytes is an error once there is something to read.
const { pair, trace, turns, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'error end close');
  served.on('error', () => {});
  turns(3, () => {
    trace('write');
    served.write('hello');
  });
}, { client: { onread: { buffer: Buffer.alloc(0), callback: () => trace('read') } } });

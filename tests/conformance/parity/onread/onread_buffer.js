'use strict';
// What arrives is in one buffer; the socket emits everything but "data".
const { pair, trace, watch } = require('../_trace');

const buffer = Buffer.alloc(4);
const callback = (count, filled) => {
  trace('read', count, filled.subarray(0, count), filled === buffer);
};
pair((client, served) => {
  watch(client, 'client', 'data readable resume pause finish end close');
  served.end('one two three');
}, { client: { onread: { buffer, callback } } });

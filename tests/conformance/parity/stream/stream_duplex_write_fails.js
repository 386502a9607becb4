'use strict';
// An error of the writable side ends the readable one.
const { Duplex } = require('node:stream');
const { trace, turns, watch } = require('../_trace');

const both = new Duplex({ read() {}, write(chunk, encoding, callback) { setImmediate(callback, new Error('broken')); } });
watch(both, 'both', 'data end finish error close');
both.push('a');
both.write('b');
turns(2, () => trace(both.readable, both.readableAborted, both.writable, both.push('late')));

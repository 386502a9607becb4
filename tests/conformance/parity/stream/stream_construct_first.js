'use strict';
// Reads, writes and the end wait for _construct.
const { Duplex } = require('node:stream');
const { trace, watch } = require('../_trace');

const both = new Duplex({
  construct(callback) { trace('construct'); setImmediate(callback); },
  read() { trace('read'); this.push(null); },
  write(chunk, encoding, callback) { trace('write', chunk); callback(); },
  final(callback) { trace('final'); callback(); },
});
watch(both, 'both', 'data end finish close');
trace(both.write('a', () => trace('done')), both.writableLength, both.read());
both.end();
process.nextTick(() => trace('tick'));

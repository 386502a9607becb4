'use strict';
// A duplex destroys itself when both sides are over, whichever was first.
const { Duplex } = require('node:stream');
const { trace, turns, watch } = require('../_trace');

const make = (name) => {
  const both = new Duplex({ read() {}, write(chunk, encoding, callback) { callback(); } });
  watch(both, name, 'end finish close');
  both.resume();
  return both;
};
const first = make('end first');
first.push(null);
turns(2, () => { trace(first.destroyed, first.readable, first.writable); first.end(); });
const second = make('finish first');
second.end();
turns(3, () => { trace(second.destroyed, second.readable, second.writable); second.push(null); });

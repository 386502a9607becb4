'use strict';
// Nothing is read ahead beyond the high-water mark.
const { Readable } = require('node:stream');
const { trace, turns, watch } = require('../_trace');

let count = 0;
const source = new Readable({ highWaterMark: 4, read() { trace('asked', this.readableLength); this.push(++count > 6 ? null : 'xy'); } });
source.once('readable', () => turns(3, () => {
  trace('ahead', source.readableLength);
  watch(source, 'source', 'data end');
  source.resume();
}));

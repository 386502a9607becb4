'use strict';
// Whatever has `aborted` and takes a listener does as a signal.
const { Readable, finished } = require('node:stream');
const { attempt, trace } = require('../_trace');

class Like extends EventTarget {
  constructor(aborted) {
    super();
    this.aborted = aborted;
  }
}
const reader = () => new Readable({ read() {} });
for (const aborted of [true, false]) {
  const signal = new Like(aborted);
  const source = reader();
  finished(source, { signal }, (error) => trace('aborted', error, source.destroyed));
  if (!aborted) signal.dispatchEvent(new Event('abort'));
}
const over = reader();
over.destroy();
setImmediate(() => finished(over, { signal: new Like(true) }, (error) => trace('over', error)));
const both = reader();
both.push(null);
both.resume();
both.on('end', () => finished(both, { signal: new Like(true) }, (error) => trace('in end', error)));
for (const wrong of ['signal', 5, {}, true]) attempt('wrong', () => finished(reader(), { signal: wrong }, () => {}));

'use strict';
// Each side has its own mark and mode; a common one wins.
const { Duplex } = require('node:stream');
const { trace } = require('../_trace');

const show = (options) => {
  const both = new Duplex(options);
  trace(both.readableHighWaterMark, both.writableHighWaterMark, both.readableObjectMode, both.writableObjectMode);
};
show({});
show({ readableHighWaterMark: 3, writableHighWaterMark: 4 });
show({ highWaterMark: 5, readableHighWaterMark: 3 });
show({ objectMode: true });
show({ readableObjectMode: true });
show({ writableObjectMode: true, writableHighWaterMark: 7 });

'use strict';
// An error of _destroy's own is emitted, given, thrown or put in another's place.
const { Readable } = require('node:stream');
const { trace, watch } = require('../_trace');

const make = (name, destroy) => {
  const source = new Readable({ read() {}, destroy });
  watch(source, name, 'error close');
  source.on('close', () => trace(source.errored));
  return source;
};
make('given', (error, callback) => callback(new Error('given'))).destroy();
make('thrown', () => { throw new Error('thrown'); }).destroy();
make('replaced', (error, callback) => callback(new Error('other'))).destroy(new Error('first'));
make('swallowed', (error, callback) => callback()).destroy(new Error('first'));
make('twice', (error, callback) => { callback(); callback(new Error('second')); }).destroy();

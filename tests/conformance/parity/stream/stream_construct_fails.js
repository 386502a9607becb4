'use strict';
// An error of _construct destroys the stream before anything else.
const { Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const make = (name, construct) => {
  const sink = new Writable({ construct, write() { trace('write'); }, destroy(error, callback) { trace('release', error); callback(error); } });
  watch(sink, name, 'finish error close');
  return sink;
};
make('given', (callback) => callback(new Error('given'))).write('a', (error) => trace('done', error));
make('thrown', () => { throw new Error('thrown'); });
make('twice', (callback) => { callback(); callback(); });

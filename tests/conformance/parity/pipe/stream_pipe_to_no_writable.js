'use strict';
// pipe() takes any emitter; what has no write() is found out when there is data.
const { EventEmitter } = require('node:events');
const { Readable } = require('node:stream');
const { trace } = require('../_trace');

process.removeAllListeners('uncaughtException');
process.on('uncaughtException', (error) => trace('uncaught', error instanceof TypeError));
const quiet = new Readable({ destroy(error, callback) { trace('destroy', error); callback(); } });
const source = new Readable({ read() { quiet.emit('error', new Error('failed')); } });
for (const event of ['pipe', 'unpipe', 'close']) quiet.on(event, () => trace('quiet', event));
trace(source.pipe(quiet) === quiet);
for (const target of [new Readable({ read() {} }), new EventEmitter()]) {
  const one = new Readable({ read() {} });
  one.on('end', () => trace('end'));
  trace(one.pipe(target) === target);
  one.push('a');
  setImmediate(() => one.push(null));
}

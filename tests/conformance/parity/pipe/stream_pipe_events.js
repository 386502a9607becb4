'use strict';
// The destination emits "pipe" and "unpipe"; the listeners that stay on both.
const { PassThrough, Readable } = require('node:stream');
const { trace } = require('../_trace');

const source = new Readable({ read() {} });
const sink = new PassThrough();
const listeners = (step) => trace(step,
  ['data', 'end', 'error', 'close'].map((event) => source.listenerCount(event)),
  ['drain', 'error', 'close', 'finish', 'unpipe'].map((event) => sink.listenerCount(event)));
sink.on('pipe', (from, ...more) => listeners(`pipe ${from === source} ${more.length}`));
sink.on('unpipe', (from) => listeners(`unpipe ${from === source}`));
listeners('new');
trace(source.pipe(sink) === sink);
listeners('piped');
trace(source.unpipe(new PassThrough()) === source);
trace(source.unpipe(sink) === source);
listeners('unpiped');
source.unpipe();
source.pipe(sink);
source.push('a');
source.push(null);
sink.on('data', (data) => trace('data', data));
sink.on('end', () => listeners('end'));

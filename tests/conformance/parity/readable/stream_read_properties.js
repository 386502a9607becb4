'use strict';
// The properties of a readable stream through its life.
const { Readable } = require('node:stream');
const { trace } = require('../_trace');

const source = new Readable({ read() {} });
const state = (what) => trace(what, source.readable, source.readableDidRead, source.readableAborted, source.readableEnded, source.destroyed, source.closed, source.errored);
state('new');
source.push('a');
source.on('data', () => state('data'));
source.on('end', () => state('end'));
source.on('close', () => state('close'));
setImmediate(() => source.push(null));

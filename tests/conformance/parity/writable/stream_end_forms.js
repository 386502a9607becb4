'use strict';
// end() takes a chunk, an encoding and a callback, each or none.
const { Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const make = (name) => watch.call(null, sinks[name] = new Writable({ write(chunk, encoding, callback) { trace(name, chunk); callback(); } }), name, 'finish');
const sinks = {};
for (const name of ['none', 'callback', 'chunk', 'encoded', 'all']) make(name);
sinks.none.end();
sinks.callback.end(() => trace('callback'));
trace(sinks.chunk.end('a') === sinks.chunk);
sinks.encoded.end('6162', 'hex');
sinks.all.end('6162', 'hex', () => trace('all'));

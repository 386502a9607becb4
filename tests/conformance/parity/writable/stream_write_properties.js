'use strict';
// The properties of a writable stream through its life.
const { Writable } = require('node:stream');
const { trace } = require('../_trace');

const sink = new Writable({ write(chunk, encoding, callback) { setImmediate(callback); } });
const state = (what) => trace(what, sink.writable, sink.writableEnded, sink.writableFinished, sink.writableAborted, sink.destroyed, sink.closed, sink.errored, sink.writableLength);
state('new');
sink.write('a', () => state('done'));
state('written');
for (const event of ['prefinish', 'finish', 'close']) sink.on(event, () => state(event));
sink.end();
state('ended');

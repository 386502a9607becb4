'use strict';
// A socket piped to another stream: "pipe" and "unpipe", and what is left after it.
const { PassThrough } = require('node:stream');
const { pair, trace, turns } = require('../_trace');

pair((client, served) => {
  const sink = new PassThrough();
  sink.on('pipe', (from) => trace('pipe', from === served));
  sink.on('unpipe', (from) => trace('unpipe', from === served));
  sink.on('data', (data) => {
    trace('data', data);
    served.unpipe(sink);
    trace(served.readableFlowing, served.isPaused());
    turns(2, () => {
      client.end('second');
      turns(5, () => {
        trace('length', served.readableLength);
        served.on('data', (data) => trace('served data', data));
        served.on('end', () => trace('served end'));
        served.resume();
      });
    });
  });
  sink.on('end', () => trace('sink end'));
  trace(served.pipe(sink) === sink);
  client.write('first');
});

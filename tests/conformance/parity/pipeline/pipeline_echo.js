'use strict';
// A pipeline from a stream to itself through another ends clean.
const { pipeline, PassThrough } = require('node:stream');
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  pipeline(served, new PassThrough(), served, (error) => trace('done', error, served.destroyed));
  watch(client, 'client', 'data end');
  client.end('hello');
}, { server: { allowHalfOpen: true } });

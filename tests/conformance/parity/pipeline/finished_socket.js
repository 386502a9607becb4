'use strict';
// finished() on a socket knows a clean end from a connection cut off.
const { finished } = require('node:stream');
const { pair, trace } = require('../_trace');

pair((client, served) => {
  finished(client, (error) => {
    trace('client finished', error);
    served.destroy();
  });
  finished(served, (error) => trace('served finished', error));
  served.on('error', () => {});
  client.destroy();
});

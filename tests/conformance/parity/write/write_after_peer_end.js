'use strict';
// A write after the peer's end, on a socket that ended by itself, is an EPIPE.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'end error close');
  client.resume();
  client.on('close', () => trace(client.write('late', (error) => trace('callback', error))));
  served.end();
  served.resume();
});

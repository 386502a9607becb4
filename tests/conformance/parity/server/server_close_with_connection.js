'use strict';
// close() waits for the last connection's "close".
const { pair, trace, turns, watch } = require('../_trace');

pair((client, served, server) => {
  watch(server, 'server', 'close');
  watch(client, 'client', 'end close');
  watch(served, 'served', 'end close');
  client.resume();
  served.resume();
  server.close(() => trace('callback'));
  trace(server.listening);
  turns(5, () => {
    trace('ending');
    client.end();
  });
}, { stay: true });

'use strict';
// get_connections() answers in a later tick.
const { pair, trace } = require('../_trace');

pair((client, served, server) => {
  const count = (step, then) => trace(server.getConnections((error, n) => {
    trace(step, error, n);
    if (then) then();
  }) === server);
  count('open', () => {
    client.destroy();
    served.destroy();
    server.close();
    served.on('close', () => count('closed'));
  });
  trace('asked');
  process.nextTick(() => trace('tick'));
}, { stay: true });

'use strict';
// reset_and_destroy() of what has no TCP connection.
const { attempt, net, pair, trace, watch } = require('../_trace');

const fresh = new net.Socket();
watch(fresh, 'fresh', 'error');
attempt('fresh', () => fresh.resetAndDestroy() === fresh);
trace(fresh.destroyed);
pair((client, served) => {
  watch(client, 'client', 'error close');
  watch(served, 'served', 'end error close');
  served.resume();
  attempt('path', () => client.resetAndDestroy() === client);
  trace(client.destroyed);
  client.end();
}, { pathName: 's' });

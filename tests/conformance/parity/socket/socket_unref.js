'use strict';
// Unref'ed sockets do not hold the program.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'end close');
  client.resume();
  trace(client.unref() === client);
  served.unref();
});

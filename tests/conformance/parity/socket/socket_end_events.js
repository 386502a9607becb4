'use strict';
// The events of both ends, "prefinish" to "close", as the end goes there and back.
const { pair, watch } = require('../_trace');

pair((client, served) => {
  for (const [name, s] of [['client', client], ['served', served]]) {
    watch(s, name, 'prefinish finish end close data pause resume');
    s.resume();
  }
  client.end('hello');
});

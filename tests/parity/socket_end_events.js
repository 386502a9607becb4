'use strict';
// Both ends' "prefinish", "finish", "end" and "close", as the end goes there and back.
const { pair, watch } = require('./_trace');

pair((client, served) => {
  for (const [name, s] of [['client', client], ['served', served]]) {
    watch(s, name, 'prefinish finish end close data pause resume');
    s.resume();
  }
  client.end('hello');
});

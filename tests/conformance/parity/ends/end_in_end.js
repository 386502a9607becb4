'use strict';
// end(data) inside "end" is sent although half-open connections are not allowed.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'data end finish close');
  watch(served, 'served', 'data finish close');
  served.on('end', () => {
    trace('end', served.writable, served.readyState);
    served.end('goodbye');
  });
  client.end('hello');
});

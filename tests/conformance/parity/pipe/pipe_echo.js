'use strict';
// served.pipe(served) is an echo server, its end included.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  trace(served.pipe(served) === served);
  let all = '';
  client.on('data', (data) => { all += data; });
  watch(client, 'client', 'end close');
  client.on('end', () => trace(all));
  watch(served, 'served', 'end finish close');
  client.write('one ');
  client.end('two');
}, { server: { allowHalfOpen: true } });

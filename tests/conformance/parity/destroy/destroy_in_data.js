'use strict';
// destroy() inside "data": no more data, no "end", one "close"; the peer sees the end.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'end error close');
  client.resume();
  watch(served, 'served', 'data end error close');
  served.on('data', () => {
    served.destroy();
    process.nextTick(() => trace('tick'));
    setImmediate(() => trace('immediate'));
  });
  client.write('one');
});

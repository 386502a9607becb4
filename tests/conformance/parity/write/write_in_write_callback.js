'use strict';
// A write inside a write callback goes out after it.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  watch(served, 'served', 'end');
  const all = [];
  served.on('data', (data) => all.push(data));
  served.on('end', () => trace(Buffer.concat(all)));
  client.write('one', () => {
    trace('one');
    client.write('two', () => {
      trace('two');
      client.end();
    });
    process.nextTick(() => trace('tick'));
  });
});

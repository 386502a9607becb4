'use strict';
// Write callbacks come in the order of the writes, not before the call returns.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  served.resume();
  watch(client, 'client', 'finish');
  for (const name of ['one', 'two', 'three']) client.write(name, () => trace(name));
  trace('written');
  process.nextTick(() => trace('tick'));
  client.end();
});

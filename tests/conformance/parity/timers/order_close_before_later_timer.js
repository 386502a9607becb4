'use strict';
// A "close" asked for in a timer comes after that turn's immediates.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'close');
  served.on('error', () => {});
  served.resume();
  setTimeout(() => {
    setImmediate(() => trace('immediate'));
    client.destroy();
    process.nextTick(() => trace('tick'));
    setTimeout(() => trace('later timer'), 2);
  }, 2);
});

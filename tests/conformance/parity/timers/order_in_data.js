'use strict';
// Asked for inside "data": tick, then immediate, then timer.
const { pair, trace } = require('../_trace');

pair((client, served) => {
  served.on('data', (data) => {
    trace(data);
    setTimeout(() => trace('timer'), 1);
    setImmediate(() => trace('immediate'));
    process.nextTick(() => trace('tick'));
    served.destroy();
  });
  served.on('data', () => trace('second listener'));
  client.write('x');
});

'use strict';
// Activity in either direction puts the timeout off.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  const steps = [];
  watch(client, 'client', 'timeout');
  client.on('timeout', () => client.destroy());
  client.on('data', (data) => steps.push(data.toString()));
  client.setTimeout(300);
  served.resume();
  const begin = Date.now();
  const beat = setInterval(() => served.write('x'), 100);
  setTimeout(() => clearInterval(beat), 550);
  client.on('close', () => trace(steps.length >= 3, Date.now() - begin >= 600));
});

'use strict';
// The timeout runs while nothing is connected, and does not hold the program.
const { net, trace } = require('../_trace');

const client = new net.Socket();
trace(client.timeout);
client.setTimeout(10, () => {
  trace('timeout', client.timeout);
  client.destroy();
});
setTimeout(() => trace('timer'), 60);
const other = new net.Socket();
other.setTimeout(10000, () => trace('never'));

'use strict';
// destroy() on a socket that never connected is just "close".
const { net, trace, watch } = require('../_trace');

const client = new net.Socket();
watch(client, 'client', 'connect end finish error close');
client.destroy();
trace(client.destroyed, client.readyState, client.pending);
process.nextTick(() => trace('tick'));
setImmediate(() => trace('immediate'));

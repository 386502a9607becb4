'use strict';
// What set_timeout() refuses.
const { attempt, net, trace } = require('../_trace');

const client = new net.Socket();
attempt('text', () => client.setTimeout('100'));
attempt('-1', () => client.setTimeout(-1));
attempt('infinity', () => client.setTimeout(Infinity));
attempt('callback', () => client.setTimeout(1, 5));
trace(client.timeout, client.listenerCount('timeout'));
client.destroy();

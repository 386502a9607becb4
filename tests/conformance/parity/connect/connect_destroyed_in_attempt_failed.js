// node: 20
'use strict';
// A socket destroyed by a listener of "connection_attempt_failed": the error is not emitted.
const { HOST, follow, net, trace } = require('../_trace');

const client = follow(net.connect(1, HOST));
client.on('connectionAttemptFailed', () => client.destroy());
client.on('close', () => trace(client.destroyed, client.errored));

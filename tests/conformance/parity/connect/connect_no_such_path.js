'use strict';
// Connecting to a path that is not there is ENOENT with the path as address.
const { net, path, trace, watch } = require('../_trace');

const client = net.connect(path('nobody'));
watch(client, 'client');
client.on('error', (error) => trace(error.code, error.syscall, error.address));
trace(client.connecting, client.pending, client.readyState);

'use strict';
// A local address of another machine cannot be bound.
const { HOST, follow, net, trace } = require('../_trace');

const client = follow(net.connect({ port: 1, host: HOST, localAddress: '203.0.113.1' }));
client.on('error', (error) => trace(error.code, error.syscall, error.address, error.port));

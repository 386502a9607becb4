'use strict';
// Port 0 is a port nobody listens on.
const { HOST, follow, net, trace } = require('../_trace');

const client = follow(net.connect({ port: 0, host: HOST }));
client.on('error', (error) => trace(error.code, error.syscall, error.address, error.port || 'no port'));

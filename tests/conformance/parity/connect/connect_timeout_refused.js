'use strict';
// The option timeout= with what is no time; 0 is none.
const { HOST, attempt, net, trace } = require('../_trace');

attempt('negative', () => net.connect({ port: 1, host: HOST, timeout: -1 }));
attempt('text', () => net.connect({ port: 1, host: HOST, timeout: '5' }));
attempt('infinite', () => net.connect({ port: 1, host: HOST, timeout: Infinity }));
attempt('list', () => net.connect({ port: 1, host: HOST, timeout: [5] }));
const client = net.connect({ port: 1, host: HOST, timeout: 0 });
trace(client.timeout);
client.destroy();

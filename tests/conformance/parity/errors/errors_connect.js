'use strict';
// What connect() refuses.
const { HOST, attempt, net, path } = require('../_trace');

const client = new net.Socket();
attempt('-1', () => client.connect(-1, HOST));
attempt('65536', () => client.connect(65536, HOST));
attempt('1.5', () => client.connect(1.5, HOST));
attempt('port text', () => client.connect({ port: 'abc' }));
attempt('port list', () => client.connect({ port: [] }));
attempt('port true', () => client.connect({ port: true }));
attempt('nothing', () => client.connect({}));
attempt('host only', () => client.connect({ host: HOST }));
attempt('path number', () => client.connect({ path: 5 }));
client.destroy();

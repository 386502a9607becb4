'use strict';
// Ports that connect() refuses, as a number and as text.
const { HOST, attempt, net } = require('../_trace');

const client = new net.Socket();
for (const port of [-1, 65536, 1.5, NaN, Infinity, -Infinity, '65536', '-1', '1.5', 'http', '0x10000']) {
  attempt(`port ${port}`, () => client.connect({ port, host: HOST }));
}
attempt('empty', () => client.connect({ port: '', host: HOST }));
attempt('blank', () => client.connect({ port: '  ', host: HOST }));
attempt('list', () => client.connect({ port: [80], host: HOST }));
attempt('bytes', () => client.connect({ port: Buffer.from('80'), host: HOST }));
attempt('boolean', () => client.connect({ port: false, host: HOST }));
client.destroy();

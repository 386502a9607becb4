'use strict';
// Local addresses and ports that are none.
const { HOST, attempt, net } = require('../_trace');

for (const localAddress of ['x', '1.2.3', '127.0.0.256', 'localhost', ':::']) {
  attempt(localAddress, () => net.connect({ port: 1, host: HOST, localAddress }));
}
attempt('text', () => net.connect({ port: 1, host: HOST, localPort: 'x' }));
attempt('list', () => net.connect({ port: 1, host: HOST, localPort: [1] }));
attempt('true', () => net.connect({ port: 1, host: HOST, localPort: true }));

// node: 20
'use strict';
// Each attempt to connect asks for a buffer; the one that wins reads.
const { HOST, listen, net, trace, watch } = require('../_trace');

let given = 0;
const onread = {
  buffer: () => {
    trace('give', given++);
    return Buffer.alloc(8);
  },
  callback: (count, filled) => trace('read', filled.subarray(0, count)),
};
const lookup = (hostname, options, callback) => callback(null, [
  { address: '127.0.0.2', family: 4 }, { address: '::1', family: 6 }, { address: HOST, family: 4 },
]);
const server = net.createServer((served) => {
  served.end('hello');
  server.close();
});
listen(server, (port) => {
  const client = net.connect({ port, host: 'somewhere', lookup, autoSelectFamily: true, onread });
  watch(client, 'client');
});

'use strict';
// A closed socket connects again and reads into its buffer as before.
const { HOST, listen, net, trace, watch } = require('../_trace');

let left = 2;
let given = 0;
const onread = {
  buffer: () => {
    trace('give', given++);
    return Buffer.alloc(8);
  },
  callback: (count, filled) => trace('read', filled.subarray(0, count)),
};
const server = net.createServer((served) => {
  served.end(`hello ${left}`);
  if (--left === 0) server.close();
});
listen(server, (port) => {
  const client = net.connect({ port, host: HOST, onread });
  watch(client, 'client');
  client.once('close', () => {
    trace(client.bytesRead);
    client.connect(port, HOST);
  });
});

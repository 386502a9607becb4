'use strict';
// An exception out of "connection": the connection stays, later ones come.
const { HOST, listen, net, watch } = require('../_trace');

let count = 0;
const server = net.createServer((served) => {
  count += 1;
  watch(served, `served ${count}`, 'end');
  served.resume();
  if (count === 2) server.close();
  throw new Error(`connection ${count}`);
});
listen(server, (port) => {
  for (let i = 0; i < 2; i += 1) net.connect(port, HOST, function connected() { this.end(); }).resume();
});

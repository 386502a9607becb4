'use strict';
// A handle that was bound by hand, with a backlog.
const { HOST, net, trace, watch } = require('../_trace');

const lender = net.createServer().listen(0);
const TCP = lender._handle.constructor;
lender.close();
const handle = new TCP(1);
handle.bind(HOST, 0);
const server = net.createServer((served) => {
  served.end('hello');
  server.close();
});
server.listen(handle, 5, () => {
  trace(server.address(), server._handle === handle);
  watch(net.connect(server.address().port, HOST), 'client', 'data close');
});

'use strict';
// A lookup function that answers later.
const { HOST, follow, listen, net, trace } = require('../_trace');

const server = net.createServer((served) => {
  served.end();
  server.close();
});
listen(server, (port) => {
  const lookup = (hostname, options, callback) => setImmediate(() => {
    trace('answer');
    callback(null, HOST, 4);
    process.nextTick(() => trace('tick'));
  });
  const client = follow(net.connect({ port, host: 'h.test', lookup }));
  trace('called', client.connecting, client.pending);
  client.resume();
});

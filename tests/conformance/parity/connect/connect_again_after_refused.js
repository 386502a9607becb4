'use strict';
// A socket whose connection was refused connects again, with a listener of its own.
const { HOST, follow, listen, net, trace } = require('../_trace');

const server = net.createServer((served) => {
  served.end();
  server.close();
});
listen(server, (port) => {
  const client = follow(net.connect(1, HOST, () => trace('first listener')));
  client.once('close', () => {
    trace(client.destroyed, client.errored !== null);
    client.connect(port, HOST, () => trace('second listener', client.destroyed, client.errored));
    client.resume();
  });
});

'use strict';
// What was written before a connection that fails is reported to its callbacks.
const { HOST, listen, net, trace, watch } = require('../_trace');

const server = net.createServer();
listen(server, (port) => {
  server.close(() => {
    const client = net.connect(port, HOST);
    watch(client, 'client', 'error finish close');
    client.write('one', (error) => trace('one', error));
    client.write('two', (error) => trace('two', error));
    client.end((error) => trace('end', error));
  });
});

'use strict';
// A place given up is a place for the next connection.
const { HOST, listen, net, trace, turns, watch } = require('../_trace');

const server = net.createServer((served) => served.end('welcome'));
server.maxConnections = 1;
watch(server, 'server', 'close');
server.on('drop', () => trace('drop'));
listen(server, (port) => {
  const connect = (left) => {
    const client = net.connect(port, HOST);
    watch(client, `client ${left}`, 'data close');
    client.on('close', () => turns(5, () => (left > 1 ? connect(left - 1) : server.close())));
  };
  connect(3);
});

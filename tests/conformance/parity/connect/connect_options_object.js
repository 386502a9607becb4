'use strict';
// connect() of a socket with options, with a listener; what the socket keeps for a second time.
const { HOST, attempt, net, trace } = require('../_trace');

const server = net.createServer((served) => served.end());
server.listen({ port: 0, host: HOST }, () => {
  const { port } = server.address();
  const client = new net.Socket({ allowHalfOpen: true });
  client.setTimeout(5000).setEncoding('utf8');
  attempt('connect', () => client.connect({ port, host: HOST, noDelay: true, keepAlive: true }, () => trace('first')) === client);
  trace(client.timeout, client.readableEncoding, client.allowHalfOpen);
  client.resume().on('end', () => client.end());
  client.once('close', () => {
    trace(client.timeout, client.readableEncoding, client.allowHalfOpen, client.bytesRead);
    trace(client.connect({ port, host: HOST }, () => trace('second')).connecting);
    trace(client.timeout, client.readableEncoding, client.allowHalfOpen, client.destroyed);
    client.once('close', () => server.close());
  });
});

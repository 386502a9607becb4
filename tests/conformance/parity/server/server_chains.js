'use strict';
// The methods that give the server itself, and what getters say before, during and after.
const { HOST, attempt, net, trace } = require('../_trace');

const server = net.createServer();
function says(step) {
  trace(step, server.listening, server.maxConnections, server.address() === null);
  attempt('ref', () => server.ref() === server);
  attempt('unref', () => server.unref() === server);
  attempt('ref', () => server.ref() === server);
  attempt('get_connections', () => server.getConnections((error, count) => trace('count', step, error, count)) === server);
}
says('new');
attempt('listen', () => server.listen(0, HOST, () => {
  says('listening');
  attempt('close', () => server.close(() => says('closed')) === server);
  says('closing');
}) === server);
says('called');

'use strict';
// A second listen() in each form is refused while the server listens.
const { HOST, attempt, net, path, trace } = require('../_trace');

const server = net.createServer();
server.listen(0, HOST, () => {
  const other = net.createServer().listen(0, HOST, () => other.close());
  attempt('nothing', () => server.listen());
  attempt('port', () => server.listen(0, () => trace('never')));
  attempt('path', () => server.listen(path('never'), () => trace('never')));
  attempt('name', () => server.listen(0, 'localhost'));
  attempt('handle', () => server.listen(other));
  attempt('options', () => server.listen({ port: 0 }));
  trace(server.listening, server.listenerCount('listening'));
  server.close();
});
attempt('at once', () => server.listen(0) === server);

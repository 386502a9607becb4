'use strict';
// listen() on a listening server throws ERR_SERVER_ALREADY_LISTEN.
const { attempt, net } = require('../_trace');

const server = net.createServer();
server.listen(0);
attempt('at once', () => server.listen(0));
server.on('listening', () => {
  attempt('listening', () => server.listen(0));
  server.close();
  attempt('closing', () => server.listen(0) === server);
  server.close();
});

'use strict';
// An attempt to connect is a request and comes before what is open.
const { net, path, trace } = require('../_trace');

const list = (when) => trace(when, process.getActiveResourcesInfo());
const server = net.createServer();
server.listen(path('s'), () => {
  list('listening');
  const client = net.connect(path('s'));
  client.on('close', () => server.close());
  list('connecting');
  client.destroy();
});

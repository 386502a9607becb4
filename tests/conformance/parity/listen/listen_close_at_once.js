'use strict';
// close() right after listen(): there is no "listening".
const { fs, net, path, series, trace, watch } = require('../_trace');

series([0, path('short')], (place, next) => {
  const server = net.createServer();
  watch(server, 'server', 'listening error close');
  server.listen(place, () => trace('callback'));
  trace(server.listening);
  server.close((error) => {
    trace('closed', error, fs.existsSync(path('short')));
    next();
  });
  trace(server.listening, server.address());
});

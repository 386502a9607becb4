'use strict';
// address() before, while and after the server listens, on a port and on a path.
const { HOST, fs, net, path, series, trace } = require('../_trace');

fs.writeFileSync(path('file'), '');
series([[0, HOST], [path('address')], [path('file')]], (place, next) => {
  const server = net.createServer();
  trace('new', server.address());
  server.on('error', () => {
    trace('failed', server.address());
    next();
  });
  server.listen(...place, () => {
    trace('listening', server.address());
    server.close(() => {
      trace('closed', server.address());
      next();
    });
  });
});

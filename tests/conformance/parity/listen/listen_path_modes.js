'use strict';
// readable_all= and writable_all=: the mode bits of the socket's file.
const { fs, net, path, series, trace } = require('../_trace');

process.umask(0o77);
const modes = [
  {}, { readableAll: true }, { writableAll: true }, { readableAll: true, writableAll: true },
  { readableAll: false, writableAll: false },
];
series(modes, (options, next) => {
  const server = net.createServer();
  server.listen({ path: path('modes'), ...options }, () => {
    trace(Object.keys(options), (fs.statSync(path('modes')).mode & 0o777).toString(8));
    server.close(next);
  });
});

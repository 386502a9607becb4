'use strict';
// A path where there is something already: a plain file, a directory.
const { fs, net, path, series, trace, watch } = require('../_trace');

fs.writeFileSync(path('file'), 'text');
fs.mkdirSync(path('folder'));
series(['file', 'folder', 'missing/socket', 'file/socket'], (name, next) => {
  const server = net.createServer();
  watch(server, name, 'listening close');
  server.on('error', (error) => {
    trace(error, error.code, error.syscall, error.address === path(name), server.listening);
    next();
  });
  server.listen(path(name));
}, () => trace(fs.readFileSync(path('file'), 'utf8')));

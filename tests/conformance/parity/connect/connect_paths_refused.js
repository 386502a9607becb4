'use strict';
// Paths that lead nowhere: a file, a directory, nothing, a missing directory.
const { follow, fs, net, path, series, trace } = require('../_trace');

fs.writeFileSync(path('file'), '');
fs.mkdirSync(path('folder'));
series(['file', 'folder', 'nobody', 'missing/socket', 'file/socket'], (name, next) => {
  const client = follow(new net.Socket(), name);
  client.removeAllListeners('connectionAttempt').removeAllListeners('connectionAttemptFailed');
  client.on('error', (error) => trace(error.code, error.syscall, error.address === path(name), error.port));
  client.on('close', next);
  client.connect(path(name));
});

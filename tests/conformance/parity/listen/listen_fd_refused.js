'use strict';
// Descriptors that cannot listen: a file, a directory, a closed one, another handle's.
const { HOST, fs, net, path, series, trace } = require('../_trace');

fs.writeFileSync(path('file'), 'text');
const lender = net.createServer();
lender.listen(0, HOST, () => {
  const descriptors = {
    'file': fs.openSync(path('file')), 'folder': fs.openSync('/'), 'closed': 9999, 'has a handle': lender._handle.fd,
  };
  series(Object.keys(descriptors), (name, next) => {
    const server = net.createServer();
    server.on('error', (error) => {
      trace(name, error, error.code, error.syscall, error.address, error.port);
      trace(server.listening, lender.listening);
      next();
    });
    server.listen({ fd: descriptors[name] }, () => trace('never'));
  }, () => lender.close());
});

'use strict';
// Every form of listen() with a path; close() takes the file away.
const { fs, net, path, series, trace } = require('../_trace');

const where = path('forms');
const forms = {
  'path': (server, done) => server.listen(where, done),
  'path, backlog': (server, done) => server.listen(where, 5, done),
  'options': (server, done) => server.listen({ path: where }, done),
  'options, backlog': (server, done) => server.listen({ path: where, backlog: 5, exclusive: true }, done),
  'options, host': (server, done) => server.listen({ path: where, host: 'ignored' }, done),
};
series(Object.keys(forms), (name, next) => {
  const server = net.createServer();
  forms[name](server, () => {
    trace(name, server.address(), fs.statSync(where).isSocket());
    server.close(() => {
      trace(fs.existsSync(where));
      next();
    });
    trace('closing', server.listening, fs.existsSync(where));
  });
  trace(server.listening, server.address());
});

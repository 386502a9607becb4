'use strict';
// Every form of connect() with a path reaches it; what is meant for TCP is ignored.
const { HOST, net, path, series, trace } = require('../_trace');

const server = net.createServer((served) => served.end());
const where = path('forms');
server.listen(where, () => {
  const forms = {
    'path': (done) => new net.Socket().connect(where).on('connect', done),
    'path, listener': (done) => new net.Socket().connect(where, done),
    'create': (done) => net.createConnection(where, done),
    'options': (done) => net.connect({ path: where }, done),
    'beside a port': (done) => net.connect({ path: where, port: 1, host: HOST }, done),
    'beside options of TCP': (done) =>
      net.connect({ path: where, localAddress: HOST, localPort: 1, family: 4, noDelay: true, keepAlive: true }, done),
  };
  const step = (name, next) => {
    const client = forms[name](() => trace(name, client.remoteAddress, client.address().port));
    client.on('close', next).resume();
  };
  series(Object.keys(forms), step, () => server.close());
});

'use strict';
// Every form of connect() with a port reaches it, and gives the socket back.
const { HOST, net, series, trace } = require('../_trace');

const server = net.createServer((served) => served.end());
server.listen(0, () => {
  const { port } = server.address();
  const forms = {
    'port, host': (done) => new net.Socket().connect(port, HOST).on('connect', done),
    'port, host, listener': (done) => new net.Socket().connect(port, HOST, done),
    'port, listener': (done) => new net.Socket().connect(port, done),
    'port as text': (done) => new net.Socket().connect(String(port), HOST, done),
    'port as hex': (done) => net.connect('0x' + port.toString(16), HOST, done),
    'options': (done) => net.createConnection({ port, host: HOST }, done),
    'options, port as text': (done) => net.connect({ port: ` ${port} `, host: HOST }, done),
    'no host': (done) => net.createConnection({ port }, done),
  };
  const step = (name, next) => {
    const client = forms[name](() => trace(name, client instanceof net.Socket, client.remotePort === port));
    client.on('close', next).resume();
  };
  series(Object.keys(forms), step, () => server.close());
});

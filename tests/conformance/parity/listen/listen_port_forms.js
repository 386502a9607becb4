'use strict';
// Every form of listen() with a port, or none, listens; the callback comes with "listening".
const { HOST, net, series, trace } = require('../_trace');

const forms = {
  'nothing': (server, done) => server.listen(done),
  'undefined': (server, done) => server.listen(undefined, done),
  'port': (server, done) => server.listen(0, done),
  'port as text': (server, done) => server.listen('0', done),
  'port as hex': (server, done) => server.listen('0x0', done),
  'port, host': (server, done) => server.listen(0, HOST, done),
  'port, backlog': (server, done) => server.listen(0, 5, done),
  'port, host, backlog': (server, done) => server.listen(0, HOST, 5, done),
  'port, undefined, backlog': (server, done) => server.listen(0, undefined, 5, done),
  'port, backlog as text': (server, done) => server.listen(0, '::1', '5', done),
  'options': (server, done) => server.listen({ port: 0 }, done),
  'options, port undefined': (server, done) => server.listen({ port: undefined }, done),
  'options, host, backlog': (server, done) => server.listen({ port: '0', host: '::1', backlog: 5 }, done),
  'options, exclusive': (server, done) => server.listen({ port: 0, host: HOST, exclusive: true }, done),
  'options, backlog 0': (server, done) => server.listen({ port: 0, host: HOST, backlog: 0 }, done),
  'options, empty host': (server, done) => server.listen({ port: 0, host: '' }, done),
};
series(Object.keys(forms), (name, next) => {
  const server = net.createServer();
  server.on('listening', () => trace('listening', server.listening));
  const given = forms[name](server, () => {
    trace(name, server.address(), server.listenerCount('listening'));
    server.close(next);
  });
  trace(given === server, server.listening);
});

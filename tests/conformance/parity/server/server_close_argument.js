'use strict';
// What is no function closes a server all the same.
const { attempt, net, series, trace, watch } = require('../_trace');

const values = { text: 'bad argument', number: 5, true: true, list: [], nothing: undefined };
series(Object.keys(values), (name, next) => {
  const server = net.createServer();
  watch(server, name, 'listening error close');
  server.listen(0);
  attempt(name, () => server.close(values[name]) === server);
  trace(server.listening);
  server.on('close', next);
}, () => attempt('not open', () => net.createServer().close('bad argument').listening));

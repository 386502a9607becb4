'use strict';
// Servers and sockets are listed while they are referenced and open.
const { pair, trace } = require('../_trace');

const list = (when) => trace(when, process.getActiveResourcesInfo().filter((name) => /^TCP/.test(name)).sort());
pair((client, served, server) => {
  setImmediate(() => {
    list('open');
    client.unref();
    list('client unref');
    client.ref();
    server.unref();
    list('server unref');
    server.close();
      served.on('close', () => setImmediate(() => setImmediate(() => list('both closed'))));
    served.resume();
    client.destroy();
  });
}, { stay: true });

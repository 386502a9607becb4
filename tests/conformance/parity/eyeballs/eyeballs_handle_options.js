'use strict';
// no_delay and keep_alive reach the handle that connects, not only the first one.
const { HOST, finds, listen, net, trace } = require('../_trace');

const server = net.createServer((served) => {
  served.end();
  server.close();
});
listen(server, (port) => {
  const calls = new Map();
  const { prototype } = server._handle.constructor;
  for (const name of ['setNoDelay', 'setKeepAlive']) {
    prototype[name] = function(...args) {
      calls.set(this, [...(calls.get(this) || []), [name, args.map(Number).join(' ')].join(' ')]);
    };
  }
  const lookup = finds(['127.0.0.2', 4], [HOST, 4]);
  const client = net.connect({
    port, host: 'h.test', lookup, autoSelectFamily: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: 3000,
  });
  client.on('connect', () => trace(calls.get(client._handle).sort()));
  client.resume();
});

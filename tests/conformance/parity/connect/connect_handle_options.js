'use strict';
// no_delay and keep_alive reach the handle, whether they are options or were called before.
const { HOST, listen, net, series, trace } = require('../_trace');

const server = net.createServer((served) => served.end());
let calls;
listen(server, (port) => {
  const { prototype } = server._handle.constructor;
  for (const name of ['setNoDelay', 'setKeepAlive']) {
    const real = prototype[name];
    prototype[name] = function(...args) {
      calls.push([name, args.map(Number).join(' ')].join(' '));
      return real.apply(this, args);
    };
  }
  const where = { port, host: HOST };
  const forms = {
    'none': () => net.connect(where),
    'false': () => net.connect({ ...where, noDelay: false, keepAlive: false, keepAliveInitialDelay: 5000 }),
    'no delay': () => net.connect({ ...where, noDelay: true }),
    'keep alive': () => net.connect({ ...where, keepAlive: true, keepAliveInitialDelay: 5999 }),
    'both': () => net.connect({ ...where, noDelay: true, keepAlive: true, keepAliveInitialDelay: 1000 }),
    'called': () => new net.Socket().setNoDelay().setKeepAlive(true, 7000).connect(where),
    'called and taken back': () =>
      new net.Socket().setNoDelay(true).setNoDelay(false).setKeepAlive(true).setKeepAlive(false).connect(where),
  };
  series(Object.keys(forms), (name, next) => {
    calls = [];
    const client = forms[name]();
    client.on('connect', () => trace(name, calls.sort()));
    client.on('close', next).resume();
  }, () => server.close());
});

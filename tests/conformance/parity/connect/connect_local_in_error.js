'use strict';
// Where from, in the error of every kind of connect that fails.
const { HOST, finds, listen, net, path, series, trace, watch } = require('../_trace');

const taken = net.createServer();
const gone = net.createServer();
const plain = net.createServer();
listen(taken, (inUse) => listen(gone, (refusing) => listen(plain, (free) => gone.close(() => plain.close(() => {
  const from = { localAddress: HOST, localPort: free };
  const name = { port: refusing, host: 'name', lookup: finds([HOST, 4]) };
  const cases = {
    'nothing': { port: refusing, host: HOST },
    'address': { port: refusing, host: HOST, localAddress: HOST },
    'port': { port: refusing, host: HOST, localPort: free },
    'both': { port: refusing, host: HOST, ...from },
    'both, a name': { ...name, lookup: (hostname, options, callback) => callback(null, HOST, 4), ...from },
    'port, several': { ...name, lookup: finds([HOST, 4], ['::1', 6]), localPort: free, autoSelectFamily: true },
    'IPv6 address': { port: refusing, host: '::1', localAddress: '::1' },
    'IPv6 port': { port: refusing, host: '::1', localPort: free },
    'IPv6 both': { port: refusing, host: '::1', localAddress: '::1', localPort: free },
    'in use': { port: refusing, host: HOST, localAddress: HOST, localPort: inUse },
    'in use, port': { port: refusing, host: HOST, localPort: inUse },
    'not here': { port: refusing, host: HOST, localAddress: '192.0.2.1' },
    'not here, port': { port: refusing, host: HOST, localAddress: '192.0.2.1', localPort: free },
    'wrong family': { port: refusing, host: HOST, localAddress: '::1', localPort: free },
    'at once': { port: refusing, host: '192.0.2.1', ...from },
    'path': { path: path('none'), ...from },
  };
  series(Object.keys(cases), (label, next) => {
    trace('--', label);
    const known = (port) => (port === undefined ? undefined : port === free);
    const fields = (error) => trace(error.code, error.syscall, error.localAddress, known(error.localPort));
    const client = net.connect(cases[label]);
    watch(client, label, 'lookup connect ready error close');
    client.on('error', (error) => (error.errors || [error]).forEach(fields)).on('close', next);
  }, () => taken.close());
})))));

// node: 26
'use strict';
// An attempt that has timed out is one of the errors, with where it was to be from.
const { HOST, finds, follow, listen, net, series, trace } = require('../_trace');

const plain = net.createServer();
const other = net.createServer();
listen(plain, (refusing) => listen(other, (free) => plain.close(() => other.close(() => {
  const cases = {
    'first': [1, {}],
    'second': [2, {}],
    'first, with a port': [1, { localPort: free }],
  };
  series(Object.keys(cases), (name, next) => {
    trace('--', name);
    const [silent, more] = cases[name];
    const client = net.connect({
      port: refusing,
      host: 'several',
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: 20,
      lookup: (...args) => setImmediate(finds([HOST, 4], ['127.0.0.2', 4], ['127.0.0.3', 4]), ...args),
      ...more,
    });
    follow(client).on('connectionAttempt', (address) => {
      if (address === `127.0.0.${silent}`) client._handle.connect = () => 0;
    });
    client.on('error', (error) => {
      for (const { code, syscall, localAddress, localPort } of error.errors) {
        trace(code, syscall, localAddress, localPort === free);
      }
    });
    client.on('close', next);
  });
}))));

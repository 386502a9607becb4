// node: 20
'use strict';
// An address that does not answer is given up for the next one.
const { HOST, finds, follow, listen, net, series, trace } = require('../_trace');

const server = net.createServer((served) => served.end());
listen(server, (port) => {
  const { prototype } = server._handle.constructor;
  const { connect } = prototype;
  // These never answer.
  const deaf = ['127.0.0.8', '127.0.0.9'];
  prototype.connect = function(request, address, ...rest) {
    return deaf.includes(address) ? 0 : connect.call(this, request, address, ...rest);
  };
  const lookups = [
    finds(['127.0.0.9', 4], [HOST, 4]),
    finds(['127.0.0.9', 4], ['127.0.0.2', 4]),
    finds(['127.0.0.9', 4], ['127.0.0.8', 4], ['127.0.0.3', 4]),
  ];
  series(lookups, (lookup, next) => {
    const client = follow(net.connect({
      port, host: 'h.test', lookup, autoSelectFamily: true, autoSelectFamilyAttemptTimeout: 15,
    }));
    client.on('error', (error) => trace(error.errors.map((each) => each.code)));
    client.on('close', () => {
      trace(client.autoSelectFamilyAttemptedAddresses.length);
      next();
    });
    client.resume();
  }, () => server.close());
});

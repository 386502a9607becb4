// node: 26
'use strict';
// Several addresses, some of them blocked, or named twice.
const { HOST, finds, follow, listen, net, series, trace } = require('../_trace');

const blockList = new net.BlockList();
blockList.addAddress('127.0.0.2');
blockList.addAddress('::1', 'ipv6');
// Not before there are listeners.
const later = (lookup) => (...args) => setImmediate(lookup, ...args);
const plain = net.createServer();
const server = net.createServer((served) => served.end());
listen(plain, (refusing) => plain.close(() => listen(server, (port) => {
  const four = (...hosts) => hosts.map((host) => [host, 4]);
  const cases = {
    'blocked first': [port, ['127.0.0.2', 4], [HOST, 4]],
    'blocked last': [port, [HOST, 4], ['127.0.0.2', 4]],
    'all blocked': [port, ['127.0.0.2', 4], ['::1', 6]],
    'blocked and refused': [refusing, ['127.0.0.2', 4], [HOST, 4], ['::1', 6]],
    'refused and blocked': [refusing, [HOST, 4], ['::1', 6], ['127.0.0.2', 4]],
    'named twice': [refusing, ...four(HOST, HOST, '127.0.0.3', HOST, '127.0.0.3')],
    'blocked twice': [refusing, ...four('127.0.0.2', '127.0.0.2', HOST)],
  };
  series(Object.keys(cases), (name, next) => {
    trace('--', name);
    const [to, ...found] = cases[name];
    const client = net.connect({ port: to, host: 'several', autoSelectFamily: true, lookup: later(finds(...found)), blockList });
    follow(client).on('connect', () => client.end()).on('close', () => {
      trace(client.autoSelectFamilyAttemptedAddresses.map((text) => text.replace(/:\d+$/, '')));
      next();
    }).resume();
  }, () => server.close());
})));

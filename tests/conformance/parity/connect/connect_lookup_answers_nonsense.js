'use strict';
// A lookup function that answers no address, or no family.
const { HOST, answers, follow, net, series, trace } = require('../_trace');

const wrong = [
  ['x', 4], ['', 4], [undefined, undefined], [undefined], ['h.test', 4], ['127.0.0.256', 4], [HOST, 5], [HOST], [HOST, 'IPv4'],
  [HOST, 0], [' ' + HOST, 4],
];
series(wrong, (answer, next) => {
  const client = follow(net.connect({ port: 1, host: 'h.test', lookup: answers(null, ...answer) }));
  client.on('error', (error) => trace(error.code, error.host, error.port));
  client.on('close', next);
});

'use strict';
// A socket destroyed by a listener of its "lookup".
const { HOST, answers, follow, net, series } = require('../_trace');

const lookups = [answers(null, HOST, 4), answers(new Error('no such name')), answers(null, 'x', 4)];
series(lookups, (lookup, next) => {
  const client = follow(new net.Socket());
  client.on('lookup', () => client.destroy());
  client.on('close', next);
  client.connect({ port: 1, host: 'h.test', lookup });
});

'use strict';
// What a socket says of itself whose connection is refused, and one that is reset.
const { HOST, net, pair } = require('../_trace');
const { ADDRESSES, BOTH, READABLE, SOCKET, WRITABLE, values } = require('../_values');

const all = [SOCKET, ADDRESSES, READABLE, WRITABLE, BOTH];
const refused = net.connect(1, HOST);
refused.write('never');
const inside = [SOCKET, ADDRESSES, READABLE, WRITABLE, 'destroyed closed'];
refused.on('error', () => values('refused error', refused, ...inside));
refused.on('close', () => {
  values('refused close', refused, ...inside);
  pair((client, served) => {
    client.on('data', () => {});
    client.on('error', () => values('client error', client, ...inside));
    client.on('close', () => values('client close', client, ...inside));
    served.on('close', () => values('served close', served, ...all));
    served.resetAndDestroy();
    values('served reset', served, ...all);
  });
});

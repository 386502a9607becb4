'use strict';
// What both ends say of themselves when one ends, then the other.
const { pair } = require('../_trace');
const { BOTH, READABLE, SOCKET, WRITABLE, values } = require('../_values');

const all = [SOCKET, READABLE, WRITABLE, BOTH];
pair((client, served) => {
  values('client', client, ...all);
  values('served', served, ...all);
  served.on('end', () => {
    values('served end', served, ...all);
    served.end('bye', () => values('served finish', served, SOCKET, WRITABLE, BOTH));
    values('served ended', served, SOCKET, WRITABLE, BOTH);
  });
  served.on('close', () => values('served close', served, ...all));
  served.resume();
  client.on('data', () => {});
  client.on('end', () => values('client end', client, ...all));
  client.on('close', () => values('client close', client, ...all));
  client.end('hello', () => values('client finish', client, WRITABLE, BOTH));
  values('client ended', client, WRITABLE, BOTH);
}, { server: { allowHalfOpen: true }, client: { allowHalfOpen: true } });

'use strict';
// Addresses, family and address() of both ends of a connection over a path.
const { pair, trace } = require('../_trace');

pair((client, served, server) => {
  for (const [name, s] of [['client', client], ['served', served]]) {
    trace(name, s.localAddress, s.localPort, s.localFamily, s.remoteAddress, s.remotePort, s.remoteFamily);
    trace(Object.keys(s.address() || {}).length, s.readyState, s.pending, s.bufferSize);
  }
  served.on('close', () => trace('close', served.localAddress, served.remoteAddress));
  served.resume();
  client.end('bye');
}, { pathName: 's' });

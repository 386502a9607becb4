'use strict';
// Local and remote address, port and family of both ends, and address().
const { pair, trace } = require('../_trace');

pair((client, served, server) => {
  for (const [name, s] of [['client', client], ['served', served]]) {
    trace(name, s.localAddress, s.localFamily, s.remoteAddress, s.remoteFamily, s.address());
  }
  trace(client.localPort === served.remotePort, served.localPort === client.remotePort);
  trace(server.address().port === client.remotePort);
  server.close();
  client.destroy();
  served.destroy();
}, { stay: true });

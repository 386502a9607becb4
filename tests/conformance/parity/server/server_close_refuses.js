'use strict';
// Once closed, connections are refused, whatever else is still open.
const { HOST, net, pair, watch } = require('../_trace');

pair((client, served, server) => {
  const port = client.remotePort;
  server.close();
  const late = net.connect(port, HOST);
  watch(late, 'late');
  late.on('close', () => {
    client.destroy();
    served.destroy();
  });
}, { stay: true });

'use strict';
// There are no addresses before connecting and after destroy().
const { net, pair, trace } = require('../_trace');

const show = (step, s) => trace(step, s.localAddress, s.localPort, s.localFamily,
  s.remoteAddress, s.remotePort, s.remoteFamily);
show('new', new net.Socket());
pair((client, served) => {
  served.destroy();
  client.destroy();
  show('client', client);
  client.on('close', () => show('closed', client));
});

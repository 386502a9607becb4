'use strict';
// With pause_on_connect nothing is read until resume().
const { HOST, listen, net, trace, turns, watch } = require('../_trace');

const server = net.createServer({ pauseOnConnect: true }, (served) => {
  watch(served, 'served', 'data end');
  server.close();
  turns(5, () => {
    trace('resume', served.bytesRead);
    served.resume();
  });
});
listen(server, (port) => net.connect(port, HOST).end('waiting'));

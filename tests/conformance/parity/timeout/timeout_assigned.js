'use strict';
// An assigned timeout is shown, and no more; one that was set ends with the connection.
const { HOST, listen, net, trace, watch } = require('../_trace');

const server = net.createServer((served) => served.resume());
let left = 3;
const over = () => (--left || server.close());
listen(server, (port) => {
  const assigned = new net.Socket();
  trace(assigned.timeout);
  assigned.timeout = 10;
  trace(assigned.timeout);
  watch(assigned, 'assigned', 'timeout connect close');
  assigned.connect(port, HOST);
  assigned.on('connect', () => setTimeout(() => {
    trace('assigned', assigned.timeout);
    assigned.timeout = 0;
    trace('assigned', assigned.timeout);
    assigned.destroy();
  }, 50)).on('close', over);

  const again = net.connect(port, HOST);
  again.setTimeout(20);
  again.once('connect', () => again.destroy());
  again.once('close', () => {
    again.connect(port, HOST);
    again.on('timeout', () => trace('again timeout'));
    again.on('connect', () => setTimeout(() => {
      trace('again', again.timeout);
      again.setTimeout(5);
      setTimeout(() => again.destroy(), 40);
    }, 100)).on('close', over);
  });

  const both = net.connect(port, HOST);
  both.setTimeout(200, () => {
    trace('both timeout', both.timeout);
    both.destroy();
  }).on('close', over);
  both.timeout = 100000;
});

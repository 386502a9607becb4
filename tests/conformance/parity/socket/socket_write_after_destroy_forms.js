'use strict';
// write(), end() and their callbacks on a socket that is destroyed, at each step of its life.
const { HOST, listen, net, trace, watch } = require('../_trace');

function uses(name, s) {
  watch(s, name, 'error');
  s.destroy();
  trace(name, s.write('a', (error) => trace(name, 'write', error)));
  trace(name, s.write('b', 'latin1'), s.writableLength, s.writableEnded);
  s.end('c', (error) => trace(name, 'end', error));
  s.end((error) => trace(name, 'end again', error));
}
uses('never', new net.Socket());
const server = net.createServer((served) => {
  served.on('error', () => {}).resume();
});
listen(server, (port) => {
  uses('connecting', net.connect(port, HOST));
  const client = net.connect(port, HOST, () => {
    uses('connected', client);
    server.close();
  });
});

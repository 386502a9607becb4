'use strict';
// An immediate without reference waits for the poll; one that is over or cleared has none.
const { listen, net, trace } = require('../_trace');

const server = net.createServer((socket) => {
  socket.on('data', (data) => {
    trace('data', data);
    const done = setImmediate(() => {
      trace('immediate', done.hasRef(), done.ref() === done, done.hasRef());
      const cleared = setImmediate(() => trace('never'));
      clearImmediate(cleared);
      trace('cleared', cleared.hasRef(), cleared.ref().hasRef(), cleared.unref().hasRef());
      socket.destroy();
    });
    trace(done.hasRef(), done.unref().hasRef(), done.ref().hasRef());
  });
});
listen(server, (port) => {
  const client = net.connect(port, '127.0.0.1', () => {
    server.close();
    setImmediate(() => trace('loose')).unref();
    setTimeout(() => client.write('x'), 20);
  });
  client.on('close', () => trace('close'));
});
